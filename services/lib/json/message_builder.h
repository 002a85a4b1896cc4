#ifndef SERVICES_LIB_JSON_MESSAGE_BUILDER_H_
#define SERVICES_LIB_JSON_MESSAGE_BUILDER_H_

// Fills a message from what a parser of JSON syntax finds, call by call, without a tree between.

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "absl/numeric/int128.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "services/lib/json/parse.h"
#include "services/lib/json/parse_plan.h"

namespace mandat::json {

class MessageBuilder {
 public:
  // Both must outlive it.
  MessageBuilder(google::protobuf::Message* out, const ParseOptions& options);

  // The first error, as parse.h lists them; OK as long as everything fits.
  const absl::Status& status() const { return status_; }

  // False after an error: then call nothing any more.
  bool BeginObject();
  bool EndObject();
  bool BeginList();
  bool EndList();
  bool Key(absl::string_view name);
  bool Text(absl::string_view text);
  // `text` is the number as it is written.
  bool WholeNumber(absl::int128 number, absl::string_view text);
  bool OtherNumber(double number, absl::string_view text);
  bool Bool(bool value);
  bool Null();

 private:
  // One object, list or map that is being read.
  struct Level {
    enum class Kind { kObject, kList, kMap };
    Kind kind = Kind::kObject;
    // Of an object, itself; of a list or map, the message that has it.
    google::protobuf::Message* message = nullptr;
    // Of an object.
    const ReadPlan* plan = nullptr;
    // Of an object, the last property; of a list or map, itself.
    const PropertyPlan* property = nullptr;
    // Of an object: where its marks begin in `given_`, and the place of the property that is likely
    // to come next.
    size_t marks = 0;
    size_t likely = 0;
    // Of a list: how many values were begun.
    int begun = 0;
    // Of a map: the keys so far, the last one, and its entry.
    std::set<std::string> keys;
    std::string key;
    google::protobuf::Message* entry = nullptr;
  };

  // What the next value is for.
  struct Slot {
    google::protobuf::Message* message = nullptr;
    const PropertyPlan* property = nullptr;
    // Added to a list, instead of put into a field.
    bool add = false;

    const google::protobuf::FieldDescriptor* field() const { return property->field; }
    const google::protobuf::Reflection& values() const { return *message->GetReflection(); }
  };

  // Sets or adds a value with the one or the other member of Reflection.
  template <typename Value, typename Set, typename Add>
  static bool Put(const Slot& slot, Set set, Add add, Value value);
  static google::protobuf::Message* PutMessage(const Slot& slot);

  // Whether what is there belongs to what is passed over.
  bool PassesScalar();
  bool PassesBegin();
  bool PassesEnd();

  // Where a scalar or an object goes. False, with an error, where something else is wanted.
  bool FindSlot(Slot* slot);
  bool IsList(const Slot& slot) const { return slot.property->field->is_repeated() && !slot.add; }
  void Enter(google::protobuf::Message* message, const ReadPlan* plan);
  bool ObjectKey(Level& level, absl::string_view name);
  bool MapKey(Level& level, absl::string_view name);
  bool PutInteger(const Slot& slot, absl::int128 number);
  bool PutFloating(const Slot& slot, absl::string_view text);
  bool PutCode(const Slot& slot, absl::string_view code);
  bool PutTextForm(const ReadPlan& plan, google::protobuf::Message* message,
                   absl::string_view text);

  // Where the reading stands, `career[2].period`.
  std::string Path() const;
  bool Fail(absl::string_view reason, absl::string_view message);
  bool FailWanted(const Slot& slot);
  bool FailUnknown(absl::string_view reason, absl::string_view message,
                   const std::vector<std::string>& near);

  const ParseOptions& options_;
  google::protobuf::Message* root_;
  const ReadPlan* root_plan_;
  std::vector<Level> levels_;
  // Which properties were given, of all objects in `levels_`.
  std::vector<char> given_;
  // How deep in what is passed over: 0 = not, 1 = its value comes next.
  int passing_ = 0;
  absl::Status status_;
};

}  // namespace mandat::json

#endif  // SERVICES_LIB_JSON_MESSAGE_BUILDER_H_
