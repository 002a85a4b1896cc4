#include "services/objectives/formulas/shipped.h"

#include <cstdlib>
#include <string>

#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"

namespace mandat::objectives::formulas {
namespace {

// Of partners' events.
constexpr char kPartners[] = R"(
indicators {
  name: "indicators/conventions-evaluated"
  title {
    fr: "Conventions arrivant à terme évaluées avant tout renouvellement"
    nl: "Aflopende overeenkomsten die vóór elke verlenging zijn geëvalueerd"
    de: "Auslaufende Vereinbarungen, die vor jeder Verlängerung bewertet sind"
    en: "Conventions reaching their end that are evaluated before any renewal"
  }
  unit: UNIT_SHARE direction: DIRECTION_UP
  aggregation: AGGREGATION_RATIO frequency: FREQUENCY_QUARTER
  source: VALUE_SOURCE_COMPUTED
  formulas { version: 1 formula {
    share {
      numerator {
        events {
          type: "be.mandat.partners.v1.convention.notify.renewed"
          conditions {
            field: "evaluation_close_time" comparison: COMPARISON_LESS_OR_EQUAL other_field: "renew_time"
          }
        }
        events {
          type: "be.mandat.partners.v1.convention.notify.ended"
          conditions { field: "evaluation_close_time" comparison: COMPARISON_PRESENT }
        }
        distinct_field: "name" time_field: "period.end_date"
      }
      denominator {
        events { type: "be.mandat.partners.v1.convention.notify.renewed" }
        events { type: "be.mandat.partners.v1.convention.notify.ended" }
        distinct_field: "name" time_field: "period.end_date"
      }
    }
  } }
}
indicators {
  name: "indicators/measures-evaluated"
  title {
    fr: "Nouvelles mesures évaluées avant leur ouverture"
    nl: "Nieuwe maatregelen die vóór hun openstelling zijn geëvalueerd"
    de: "Neue Angebote, die vor ihrer Öffnung bewertet sind"
    en: "New measures evaluated before they open"
  }
  unit: UNIT_SHARE direction: DIRECTION_UP
  aggregation: AGGREGATION_RATIO frequency: FREQUENCY_YEAR
  source: VALUE_SOURCE_COMPUTED
  formulas { version: 1 formula {
    share {
      numerator {
        events {
          type: "be.mandat.partners.v1.measure.notify.opened"
          conditions {
            field: "evaluation_time" comparison: COMPARISON_LESS_OR_EQUAL other_field: "open_time"
          }
        }
        distinct_field: "name" time_field: "open_time"
      }
      denominator {
        events { type: "be.mandat.partners.v1.measure.notify.opened" }
        distinct_field: "name" time_field: "open_time"
      }
    }
  } }
}
indicators {
  name: "indicators/proposals-analysed"
  title {
    fr: "Propositions innovantes analysées"
    nl: "Geanalyseerde innovatieve voorstellen"
    de: "Geprüfte innovative Vorschläge"
    en: "Innovative proposals analysed"
  }
  unit: UNIT_SHARE direction: DIRECTION_UP
  aggregation: AGGREGATION_RATIO frequency: FREQUENCY_YEAR
  source: VALUE_SOURCE_COMPUTED
  formulas { version: 1 formula {
    share {
      numerator {
        events { type: "be.mandat.partners.v1.proposal.notify.analysed" }
        distinct_field: "name" time_field: "receive_time"
      }
      denominator {
        events { type: "be.mandat.partners.v1.proposal.notify.received" }
        distinct_field: "name" time_field: "receive_time"
      }
    }
  } }
}
indicators {
  name: "indicators/programme-occupancy"
  title {
    fr: "Taux d'occupation des programmes d'emploi"
    nl: "Bezettingsgraad van de tewerkstellingsprogramma's"
    de: "Belegung der Beschäftigungsprogramme"
    en: "Occupancy of employment programmes"
  }
  unit: UNIT_SHARE direction: DIRECTION_UP
  aggregation: AGGREGATION_RATIO frequency: FREQUENCY_MONTH
  source: VALUE_SOURCE_COMPUTED
  formulas { version: 1 formula {
    share {
      numerator {
        events { type: "be.mandat.partners.v1.programme.notify.occupancyCounted" }
        sum_field: "occupancy.places_taken" time_field: "occupancy.date"
      }
      denominator {
        events { type: "be.mandat.partners.v1.programme.notify.occupancyCounted" }
        sum_field: "occupancy.places" time_field: "occupancy.date"
      }
    }
  } }
}
indicators {
  name: "indicators/audit-level-kept"
  title {
    fr: "Audits dont le niveau est au moins 2"
    nl: "Audits met minstens niveau 2"
    de: "Prüfungen mit mindestens Stufe 2"
    en: "Audits that found level 2 or better"
  }
  unit: UNIT_SHARE direction: DIRECTION_UP
  aggregation: AGGREGATION_RATIO frequency: FREQUENCY_YEAR
  source: VALUE_SOURCE_COMPUTED
  formulas { version: 1 formula {
    share {
      numerator {
        events {
          type: "be.mandat.partners.v1.audit.notify.recorded"
          conditions { field: "level" comparison: COMPARISON_LESS_OR_EQUAL number: 2 }
        }
        distinct_field: "name" time_field: "report_date"
      }
      denominator {
        events { type: "be.mandat.partners.v1.audit.notify.recorded" }
        distinct_field: "name" time_field: "report_date"
      }
    }
  } }
}
indicators {
  name: "indicators/training-for-employers"
  title {
    fr: "Part de la commande de formation pour les besoins des employeurs"
    nl: "Deel van de opleidingsbestelling voor de noden van werkgevers"
    de: "Teil des Ausbildungsauftrags für den Bedarf der Arbeitgeber"
    en: "Part of the training order for the needs of employers"
  }
  unit: UNIT_CENTS direction: DIRECTION_UP
  aggregation: AGGREGATION_SUM frequency: FREQUENCY_YEAR
  source: VALUE_SOURCE_COMPUTED
  formulas { version: 1 formula {
    tally {
      events { type: "be.mandat.partners.v1.trainingOrder.notify.placed" }
      sum_field: "employers_needs_cents" time_field: "order_date"
    }
  } }
}
)";

// Of those of objectives and of governance. An obligation is in time before the midnight after its
// last day, and belongs to the period of that day.
constexpr char kOwnAndGovernance[] = R"(
indicators {
  name: "indicators/dashboards-presented"
  title {
    fr: "Tableaux de bord présentés"
    nl: "Voorgestelde boordtabellen"
    de: "Vorgestellte Übersichten"
    en: "Dashboards presented"
  }
  unit: UNIT_COUNT direction: DIRECTION_UP
  aggregation: AGGREGATION_SUM frequency: FREQUENCY_QUARTER
  source: VALUE_SOURCE_COMPUTED
  formulas { version: 1 formula {
    tally {
      events { type: "be.mandat.objectives.v1.dashboard.notify.presented" }
      distinct_field: "name" time_field: "present_time"
    }
  } }
}
indicators {
  name: "indicators/actions-on-time"
  title {
    fr: "Actions achevées à temps"
    nl: "Acties die op tijd zijn voltooid"
    de: "Rechtzeitig erledigte Maßnahmen"
    en: "Actions done in time"
  }
  unit: UNIT_SHARE direction: DIRECTION_UP
  aggregation: AGGREGATION_RATIO frequency: FREQUENCY_YEAR
  source: VALUE_SOURCE_COMPUTED
  formulas { version: 1 formula {
    share {
      numerator {
        events {
          type: "be.mandat.objectives.v1.action.notify.updated"
          conditions { field: "state" comparison: COMPARISON_EQUAL text: "done" }
          conditions {
            field: "effective_period.end_date" comparison: COMPARISON_LESS_OR_EQUAL
            other_field: "planned_period.end_date"
          }
        }
        distinct_field: "name" time_field: "effective_period.end_date"
      }
      denominator {
        events {
          type: "be.mandat.objectives.v1.action.notify.updated"
          conditions { field: "state" comparison: COMPARISON_EQUAL text: "done" }
        }
        distinct_field: "name" time_field: "effective_period.end_date"
      }
    }
  } }
}
indicators {
  name: "indicators/obligations-in-time"
  title {
    fr: "Obligations exécutées à temps"
    nl: "Verplichtingen die op tijd zijn uitgevoerd"
    de: "Rechtzeitig erfüllte Verpflichtungen"
    en: "Obligations executed in time"
  }
  unit: UNIT_SHARE direction: DIRECTION_UP
  aggregation: AGGREGATION_RATIO frequency: FREQUENCY_QUARTER
  source: VALUE_SOURCE_COMPUTED
  formulas { version: 1 formula {
    share {
      numerator {
        events {
          type: "be.mandat.governance.v1.obligation.notify.closed"
          conditions { field: "close_time" comparison: COMPARISON_LESS other_field: "due_time" }
        }
        distinct_field: "name" time_field: "due_date"
      }
      denominator {
        events { type: "be.mandat.governance.v1.obligation.notify.closed" }
        events { type: "be.mandat.governance.v1.obligation.notify.overdue" }
        distinct_field: "name" time_field: "due_date"
      }
    }
  } }
}
indicators {
  name: "indicators/obligations-by-evidence"
  title {
    fr: "Obligations exécutées, avec preuve"
    nl: "Uitgevoerde verplichtingen, met bewijs"
    de: "Erfüllte Verpflichtungen, durch Beleg"
    en: "Obligations executed, by evidence"
  }
  unit: UNIT_SHARE direction: DIRECTION_UP
  aggregation: AGGREGATION_RATIO frequency: FREQUENCY_QUARTER
  source: VALUE_SOURCE_COMPUTED
  formulas { version: 1 formula {
    share {
      numerator {
        events {
          type: "be.mandat.governance.v1.obligation.notify.closed"
          conditions { field: "closure" comparison: COMPARISON_EQUAL text: "evidence" }
        }
        distinct_field: "name" time_field: "close_time"
      }
      denominator {
        events { type: "be.mandat.governance.v1.obligation.notify.closed" }
        distinct_field: "name" time_field: "close_time"
      }
    }
  } }
}
indicators {
  name: "indicators/obligations-by-declaration"
  title {
    fr: "Obligations exécutées, par déclaration"
    nl: "Uitgevoerde verplichtingen, met een verklaring"
    de: "Erfüllte Verpflichtungen, durch Erklärung"
    en: "Obligations executed, by declaration"
  }
  unit: UNIT_SHARE direction: DIRECTION_DOWN
  aggregation: AGGREGATION_RATIO frequency: FREQUENCY_QUARTER
  source: VALUE_SOURCE_COMPUTED
  formulas { version: 1 formula {
    share {
      numerator {
        events {
          type: "be.mandat.governance.v1.obligation.notify.closed"
          conditions { field: "closure" comparison: COMPARISON_EQUAL text: "declaration" }
        }
        distinct_field: "name" time_field: "close_time"
      }
      denominator {
        events { type: "be.mandat.governance.v1.obligation.notify.closed" }
        distinct_field: "name" time_field: "close_time"
      }
    }
  } }
}
)";

// Of those of social aid.
constexpr char kSocialAid[] = R"(
indicators {
  name: "indicators/article60-received"
  title {
    fr: "Demandes article 60 reçues"
    nl: "Ontvangen aanvragen artikel 60"
    de: "Eingegangene Anträge nach Artikel 60"
    en: "Article 60 requests received"
  }
  unit: UNIT_COUNT direction: DIRECTION_LEVEL
  aggregation: AGGREGATION_SUM frequency: FREQUENCY_MONTH
  source: VALUE_SOURCE_COMPUTED
  formulas { version: 1 formula {
    tally {
      events { type: "be.mandat.socialaid.v1.article60Request.notify.sent" }
      time_field: "send_time"
    }
  } }
}
indicators {
  name: "indicators/article60-in-time"
  title {
    fr: "Demandes article 60 traitées à temps"
    nl: "Op tijd beantwoorde aanvragen artikel 60"
    de: "Rechtzeitig beantwortete Anträge nach Artikel 60"
    en: "Article 60 requests answered in time"
  }
  unit: UNIT_SHARE direction: DIRECTION_UP
  aggregation: AGGREGATION_RATIO frequency: FREQUENCY_MONTH
  source: VALUE_SOURCE_COMPUTED
  formulas { version: 1 formula {
    share {
      numerator {
        events {
          type: "be.mandat.socialaid.v1.article60Request.notify.calculated"
          conditions { field: "answer_time" comparison: COMPARISON_LESS other_field: "due_time" }
        }
        time_field: "answer_time"
      }
      denominator {
        events { type: "be.mandat.socialaid.v1.article60Request.notify.calculated" }
        time_field: "answer_time"
      }
    }
  } }
}
indicators {
  name: "indicators/uniproc-requests"
  title {
    fr: "Demandes UNIPROC"
    nl: "UNIPROC-aanvragen"
    de: "UNIPROC-Anfragen"
    en: "UNIPROC requests"
  }
  unit: UNIT_COUNT direction: DIRECTION_LEVEL
  aggregation: AGGREGATION_SUM frequency: FREQUENCY_YEAR
  source: VALUE_SOURCE_COMPUTED
  formulas { version: 1 formula {
    tally {
      events { type: "be.mandat.socialaid.v1.uniprocRequest.notify.asked" }
      distinct_field: "name" time_field: "receive_time"
    }
  } }
}
indicators {
  name: "indicators/uniproc-growth"
  title {
    fr: "Croissance des demandes UNIPROC"
    nl: "Groei van de UNIPROC-aanvragen"
    de: "Wachstum der UNIPROC-Anfragen"
    en: "Growth of UNIPROC requests"
  }
  unit: UNIT_SHARE direction: DIRECTION_LEVEL
  aggregation: AGGREGATION_LAST frequency: FREQUENCY_YEAR
  source: VALUE_SOURCE_COMPUTED
  formulas { version: 1 formula {
    combination { operation: OPERATION_GROWTH indicators: "indicators/uniproc-requests" }
  } }
}
)";

v1::ListIndicatorsResponse Parsed() {
  v1::ListIndicatorsResponse shipped;
  const std::string text = absl::StrCat(kPartners, kOwnAndGovernance, kSocialAid);
  // A fault in it is ours, and every test that looks at the indicators would end here.
  if (!google::protobuf::TextFormat::ParseFromString(text, &shipped)) std::abort();
  return shipped;
}

}  // namespace

const std::vector<v1::Indicator>& ShippedIndicators() {
  static const auto& indicators = *[] {
    const v1::ListIndicatorsResponse shipped = Parsed();
    return new std::vector<v1::Indicator>(shipped.indicators().begin(), shipped.indicators().end());
  }();
  return indicators;
}

const v1::Indicator* FindShipped(absl::string_view name) {
  for (const v1::Indicator& indicator : ShippedIndicators()) {
    if (indicator.name() == name) return &indicator;
  }
  return nullptr;
}

}  // namespace mandat::objectives::formulas
