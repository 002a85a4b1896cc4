// Checks who includes what, directly and through headers of ours: includes.mjs [ROOT]. The rules are in layers.mjs.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { external, isForeignService, layers } from './layers.mjs';
import { filesOf, report } from './tree.mjs';

const SOURCE = /^(services|gateway|tests)\/.*\.(h|cc)$/;

export function check(root) {
  const sources = new Set(filesOf(root).filter((file) => SOURCE.test(file)));
  const faults = [];
  const included = new Map();
  for (const file of sources) included.set(file, includesOf(root, file, sources, faults));
  const forbidden = [...sources].flatMap((file) => forbiddenOf(file, included));
  return { looked: sources.size, faults: [...faults, ...oncePerCause(forbidden)] };
}

// Each header that the file must not reach, why, and the shortest chain to it.
function forbiddenOf(file, included) {
  return [...reachableFrom(file, included)].flatMap(([header, chain]) => {
    const because = whyForbidden(file, header, chain.length === 1);
    return because ? [{ because, chain: [file, ...chain] }] : [];
  });
}

// One include in a header can spoil a hundred files: it is told once, by the shortest chain, with the number of files.
function oncePerCause(forbidden) {
  const causes = new Map();
  for (const fault of forbidden) {
    const cause = `${fault.because}: ${fault.chain.slice(-2).join(' -> ')}`;
    causes.set(cause, [...(causes.get(cause) ?? []), fault]);
  }
  return [...causes.values()].map((faults) => {
    const { because, chain } = faults.reduce((a, b) => (b.chain.length < a.chain.length ? b : a));
    const others = faults.length > 1 ? ` (and ${faults.length - 1} files more)` : '';
    return `${chain[0]}: ${because}: ${chain.join(' -> ')}${others}`;
  });
}

// What the file includes. A header of ours is named by its path from the root and exists.
function includesOf(root, file, sources, faults) {
  const text = fs.readFileSync(path.join(root, file), 'utf8');
  const headers = [];
  for (const [, quoted, header] of text.matchAll(/^\s*#\s*include\s*(["<])([^">]+)[">]/gm)) {
    if (/^(services|gateway|tests)\//.test(header) && !header.endsWith('.pb.h') && !sources.has(header)) {
      faults.push(`${file}: there is no ${header}`);
    } else if (quoted === '"' && !header.includes('/')) {
      faults.push(`${file}: include "${header}" by its path from the root`);
    }
    headers.push(header);
  }
  return headers;
}

// Every header that the file reaches, with the shortest chain of includes to it.
function reachableFrom(file, included) {
  const chains = new Map();
  let edge = [[file, []]];
  while (edge.length) {
    const next = [];
    for (const [from, chain] of edge) {
      for (const header of included.get(from) ?? []) {
        if (header === file || chains.has(header)) continue;
        chains.set(header, [...chain, header]);
        next.push([header, chains.get(header)]);
      }
    }
    edge = next;
  }
  return chains;
}

function whyForbidden(file, header, isDirect) {
  if (isForeignService(file, header)) return 'no service is included from outside it';
  const group = groupOf(header);
  const matches = (allowed) => (typeof allowed === 'string' ? allowed === group : group === undefined && allowed.test(header));
  for (const layer of layers) {
    if (!layer.files.test(file) || layer.except?.test(file) || (layer.direct && !isDirect)) continue;
    if (layer.never?.some(matches) || (layer.may && !layer.may.some(matches))) {
      return `${layer.name} may not use ${group ?? header}`;
    }
  }
  return undefined;
}

// The group of a header that is not ours; undefined for ours.
function groupOf(header) {
  const generated = header.endsWith('.pb.h');
  if (!generated && /^(services|gateway|tests)\//.test(header)) return undefined;
  return external.find(([, pattern]) => pattern.test(header))?.[0] ?? 'other libraries';
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { looked, faults } = check(path.resolve(process.argv[2] ?? '.'));
  report('Includes', looked, faults);
}
