// The handlers of the endpoints, named by http/routes.cc.
#pragma once

#include "tools/segmentsd/http/call.h"

namespace segmentsd {

Reply list_segments(Call&);
Reply create_segment(Call&);
Reply get_segment(Call&);
Reply update_segment(Call&);
Reply delete_segment(Call&);
Reply list_segment_contacts(Call&);
Reply segment_history(Call&);
Reply lint_conditions(Call&);

Reply search_contacts(Call&);
void import_contacts(LinesCall&);
Reply list_contacts(Call&);
Reply create_contact(Call&);
Reply get_contact(Call&);
Reply update_contact(Call&);
Reply delete_contact(Call&);

Reply list_topics(Call&);
Reply create_topic(Call&);
Reply get_topic(Call&);
Reply update_topic(Call&);
Reply delete_topic(Call&);

Reply list_properties(Call&);
Reply create_property(Call&);
Reply get_property(Call&);
Reply update_property(Call&);
Reply delete_property(Call&);

Reply list_campaigns(Call&);
Reply create_campaign(Call&);
Reply get_campaign(Call&);
Reply update_campaign(Call&);
Reply delete_campaign(Call&);

}  // namespace segmentsd
