#include "services/objectives/facts/marks.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/lib/base/digest.h"

namespace mandat::objectives::facts {
namespace {

using formulas::Contribution;
using storage::v1::MarkPage;

// Of the digest of a value: 4096 pages a log, so that a page has a few hundred marks after a
// million events and goes to the disk with the event that changes it.
constexpr int kPageBits = 12;
constexpr size_t kSourceDigits = 16;
constexpr absl::CivilDay kFirstDay(1970, 1, 1);

std::string PagesOf(absl::string_view source) {
  return absl::StrCat("markPages/", base::Sha256Hex(source).substr(0, kSourceDigits), "-");
}

auto KeyAt(const MarkPage& page, int at) {
  return std::make_tuple(page.value_high(at), page.value_low(at), page.formula(at),
                         static_cast<int>(page.role(at)));
}

template <typename Key>
void Append(const Key& key, int64_t position, int32_t day, MarkPage* page) {
  const auto& [high, low, formula, role] = key;
  page->add_value_high(high);
  page->add_value_low(low);
  page->add_formula(formula);
  page->add_role(static_cast<v1::FactRole>(role));
  page->add_position(position);
  page->add_day(day);
}

void Count(const MarkPage& page, int at, int64_t amount, Amounts* amounts) {
  amounts->Add({page.formula(at), static_cast<v1::FactRole>(page.role(at)),
                kFirstDay + page.day(at), amount, ""});
}

// The first mark that does not come before the key.
template <typename Key>
int Find(const MarkPage& page, const Key& key) {
  int first = 0;
  for (int end = page.value_high_size(); first < end;) {
    const int middle = first + (end - first) / 2;
    if (KeyAt(page, middle) < key) {
      first = middle + 1;
    } else {
      end = middle;
    }
  }
  return first;
}

}  // namespace

MarkedEvents::MarkedEvents(absl::string_view source, absl::string_view log)
    : pages_(PagesOf(source)), log_(log) {}

MarkedEvents::Digest MarkedEvents::DigestOf(absl::string_view value) {
  if (value == last_value_ && !events_.empty()) return last_digest_;
  const auto digest = base::Sha256(value);
  const auto number = [&digest](size_t first) {
    uint64_t bytes = 0;
    for (size_t i = first; i < first + sizeof(bytes); ++i) bytes = bytes << 8 | digest[i];
    return bytes;
  };
  last_value_.assign(value.data(), value.size());
  last_digest_ = {number(0), number(sizeof(uint64_t))};
  return last_digest_;
}

void MarkedEvents::Add(const Contribution& contribution, int64_t position) {
  const Digest digest = DigestOf(contribution.distinct);
  Add(Key{digest.high, digest.low, contribution.formula, static_cast<int>(contribution.role)},
      {position, contribution.day});
}

void MarkedEvents::Add(const MarkedEvents& other) {
  for (const auto& [key, event] : other.events_) Add(key, event);
}

void MarkedEvents::Add(const Key& key, const Event& event) {
  const auto [known, is_new] = events_.try_emplace(key, event);
  if (!is_new && event.position < known->second.position) known->second = event;
}

std::vector<MarkPage> MarkedEvents::Pages() const {
  std::vector<std::pair<Key, Event>> sorted(events_.begin(), events_.end());
  std::sort(sorted.begin(), sorted.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<MarkPage> pages;
  uint64_t last_page = 0;
  for (const auto& [key, event] : sorted) {
    const uint64_t page = std::get<0>(key) >> (64 - kPageBits);
    if (pages.empty() || page != last_page) {
      MarkPage& next = pages.emplace_back();
      next.set_name(absl::StrCat(pages_, absl::Hex(page, absl::kZeroPad3)));
      next.set_log(log_);
      last_page = page;
    }
    Append(key, event.position, static_cast<int32_t>(event.day - kFirstDay), &pages.back());
  }
  return pages;
}

bool Mark(const MarkPage& before, const MarkPage& events, const Book& book, Amounts* amounts,
          MarkPage* after) {
  after->set_name(events.name());
  after->set_log(events.log());
  bool changed = false;
  int old = 0;
  // Those before `end`, as far as they are not there yet.
  const auto keep = [&](int end) {
    for (; old < end; ++old) {
      if (!book.Has(before.formula(old))) continue;
      Append(KeyAt(before, old), before.position(old), before.day(old), after);
    }
  };
  for (int i = 0; i < events.value_high_size(); ++i) {
    const auto key = KeyAt(events, i);
    const int at = Find(before, key);
    const bool known = at < before.value_high_size() && KeyAt(before, at) == key;
    if (known && before.position(at) <= events.position(i)) continue;
    keep(at);
    if (known) Count(before, old++, -1, amounts);
    Count(events, i, 1, amounts);
    Append(key, events.position(i), events.day(i), after);
    changed = true;
  }
  keep(before.value_high_size());
  return changed;
}

bool IsMarked(const MarkPage& page, const MarkPage& events) {
  const auto key = KeyAt(events, 0);
  const int at = Find(page, key);
  return at < page.value_high_size() && KeyAt(page, at) == key &&
         page.position(at) == events.position(0);
}

}  // namespace mandat::objectives::facts
