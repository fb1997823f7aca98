#include "shim/base/iso_time.h"

#include <cstdio>
#include <string>

namespace hermes {

std::string IsoTime(long long seconds) {
  constexpr long long kDaySeconds = 86400;
  constexpr long long kEraDays = 146097;  // 400 years
  const long long second = seconds % kDaySeconds;
  // Count from 0000-03-01, so that a leap day is the last day of its year.
  const long long days = seconds / kDaySeconds + 719468;
  const long long era = days / kEraDays;
  const long long day_of_era = days % kEraDays;
  const long long year_of_era = (day_of_era - day_of_era / 1460 +
                                 day_of_era / 36524 - day_of_era / 146096) /
                                365;
  const long long day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const long long month_from_march = (5 * day_of_year + 2) / 153;
  const long long day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
  const long long month =
      month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
  const long long year = era * 400 + year_of_era + (month <= 2 ? 1 : 0);
  char text[96];
  snprintf(text, sizeof text, "%04lld-%02lld-%02lldT%02lld:%02lld:%02lld+00:00",
           year, month, day, second / 3600, second / 60 % 60, second % 60);
  return text;
}

}  // namespace hermes
