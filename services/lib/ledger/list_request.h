#ifndef SERVICES_LIB_LEDGER_LIST_REQUEST_H_
#define SERVICES_LIB_LEDGER_LIST_REQUEST_H_

// Lists as AIP-158 wants them: from the fields of a request to a page, and from a page to the
// fields of its answer.

#include <string>
#include <utility>

#include "google/protobuf/repeated_ptr_field.h"
#include "services/lib/ledger/view.h"

namespace mandat::ledger {

// The page that a request asks for, without its filters; everything of the request but the page
// itself binds the token.
template <typename Request>
ListQuery PageOf(const Request& request) {
  ListQuery query;
  query.page_size = request.page_size();
  query.page_token = request.page_token();
  Request filter = request;
  filter.clear_page_size();
  filter.clear_page_token();
  query.filter_text = filter.SerializeAsString();
  return query;
}

template <typename T>
void Fill(ListPage<T> page, google::protobuf::RepeatedPtrField<T>* items,
          std::string* next_page_token) {
  for (T& item : page.items) *items->Add() = std::move(item);
  *next_page_token = std::move(page.next_page_token);
}

}  // namespace mandat::ledger

#endif  // SERVICES_LIB_LEDGER_LIST_REQUEST_H_
