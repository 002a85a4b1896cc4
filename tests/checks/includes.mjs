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
  for (const file of sources) {
    for (const [header, chain] of reachableFrom(file, included)) {
      const because = whyForbidden(file, header, chain.length === 1);
      if (because) faults.push(`${file}: ${because}: ${[file, ...chain].join(' -> ')}`);
    }
  }
  return { looked: sources.size, faults };
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
