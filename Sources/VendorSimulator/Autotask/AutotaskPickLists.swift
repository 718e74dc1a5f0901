import Inventory

extension Autotask {
    /// The lists that fields are picked from: numbers in the records, texts of digits in an entity's information.
    enum PickLists {
        /// By entity and field.
        static func list(_ entity: String, _ field: String, _ fleet: Fleet) -> [Entry]? {
            switch (entity, field) {
            case ("Tickets", _): ofTicket(field, fleet)
            case ("Companies", "companyType"): Setup.companyTypes
            case ("TicketNotes", "noteType"): Setup.noteTypes
            case ("TicketNotes", "publish"): Setup.publish
            case ("ConfigurationItems", _): ofItem(field, fleet)
            case ("Contracts", "contractType"): Setup.contractTypes
            case ("Contracts", "contractCategory"): Setup.contractCategories
            case ("Contracts", "status"): Setup.contractStatuses
            case ("Opportunities", "stage"): Setup.stages
            case ("Opportunities", "status"): Setup.opportunityStatuses
            case ("Products", "productCategory"): Setup.productCategories
            case ("Services", "periodType"), ("ServiceBundles", "periodType"): Setup.periodTypes
            default: nil
            }
        }

        /// The field whose list an entry's parent is of.
        static func parentField(_ entity: String, _ field: String) -> String? {
            entity == "Tickets" && field == "subIssueType" ? "issueType" : nil
        }

        private static func ofTicket(_ field: String, _ fleet: Fleet) -> [Entry]? {
            let lists = fleet.lookups
            switch field {
            case "status":
                return Setup.statuses.enumerated().map { offset, number in
                    Entry(number: number, name: fleet.statusInAutotask(offset)?.name ?? "", order: offset + 1)
                }
            case "priority":
                return lists.priorities.map {
                    Entry(number: Setup.priorities[$0.number - 1], name: $0.name, order: $0.number)
                }
            case "queueID":
                return lists.boards.map { Entry(number: Setup.queue($0.number), name: $0.name, isActive: $0.isActive) }
            case "ticketType":
                return lists.types.filter { $0.board == 1 }.map {
                    Entry(number: Setup.ticketTypes[$0.number % 10], name: $0.name)
                }
            case "source": return lists.sources.map { Entry(number: Setup.source($0.number), name: $0.name) }
            case "issueType": return Setup.issueTypes
            case "subIssueType": return Setup.subIssueTypes
            case "ticketCategory": return Setup.ticketCategories
            case "serviceLevelAgreementID": return Setup.serviceLevels
            default: return nil
            }
        }

        private static func ofItem(_ field: String, _ fleet: Fleet) -> [Entry]? {
            switch field {
            case "configurationItemType": Setup.itemTypes
            case "rmmDeviceAuditManufacturerID": makes(fleet.configurations.compactMap(\.manufacturer))
            case "rmmDeviceAuditModelID": makes(fleet.configurations.compactMap(\.model))
            default: nil
            }
        }

        private static func makes(_ names: [String]) -> [Entry] {
            Set(names).map { Entry(number: make($0), name: $0) }.sorted { $0.number < $1.number }
        }

        /// A maker's or a model's number, by its name.
        static func make(_ name: String) -> Int { 1 + name.utf8.reduce(0) { ($0 &* 31 &+ Int($1)) % 999_983 } }
    }

    /// What an entity's fields are, as it tells itself.
    enum Information {
        static func fields(_ entity: Entity, _ fleet: Fleet) -> VendorAnswer {
            .json { json in
                json.object { json in
                    json.member(
                        "fields",
                        array: { json in
                            for name in entity.schema.names { field(name, entity, fleet, &json) }
                        })
                }
            }
        }

        private static func field(_ name: String, _ entity: Entity, _ fleet: Fleet, _ json: inout JSONWriter) {
            let list = PickLists.list(entity.name, name, fleet)
            json.object { json in
                json.member("name", name)
                json.member("dataType", entity.schema.kinds[name]?.dataType)
                json.member("length", 0)
                json.member("isRequired", name == "id")
                json.member("isReadOnly", name == "id")
                json.member("isQueryable", !entity.unqueryable.contains(name))
                json.member("isReference", false)
                json.member("referenceEntityType", "")
                json.member("isPickList", list != nil)
                if let list {
                    json.member("picklistValues", array: { json in for entry in list { value(entry, &json) } })
                } else {
                    json.member("picklistValues", nil as String?)
                }
                json.member("picklistParentValueField", PickLists.parentField(entity.name, name) ?? "")
                json.member("isSupportedWebhookField", false)
            }
        }

        private static func value(_ entry: Entry, _ json: inout JSONWriter) {
            json.object { json in
                json.member("value", String(entry.number))
                json.member("label", entry.name)
                json.member("isDefaultValue", false)
                json.member("sortOrder", entry.order ?? 0)
                json.member("parentValue", entry.parent.map { String($0) } ?? "")
                json.member("isActive", entry.isActive)
                json.member("isSystem", false)
            }
        }
    }
}
