extension ServiceNow {
    /// The tables, each with the one that it extends and its label. A row is in the table of its class and in all that
    /// this one extends.
    enum Classes {
        struct Class: Numbered {
            let number: Int
            let name: String
            let label: String
            let parent: String?
        }

        static let all: [Class] = """
            task - Task
            incident task Incident
            sn_customerservice_case task Case
            core_company - Company
            customer_account core_company Account
            cmn_location - Location
            sys_user - User
            customer_contact sys_user Contact
            cmdb - Base Configuration Item
            cmdb_ci cmdb Configuration Item
            cmdb_ci_hardware cmdb_ci Hardware
            cmdb_ci_computer cmdb_ci_hardware Computer
            cmdb_ci_server cmdb_ci_computer Server
            cmdb_ci_win_server cmdb_ci_server Windows Server
            cmdb_ci_linux_server cmdb_ci_server Linux Server
            cmdb_ci_netgear cmdb_ci_hardware Network Gear
            cmdb_ci_ip_switch cmdb_ci_netgear IP Switch
            cmdb_ci_printer cmdb_ci_hardware Printer
            cmdb_ci_handheld_computing cmdb_ci_hardware Handheld Computing Device
            ast_contract - Contract
            ast_service ast_contract Service Contract
            service_entitlement - Entitlement
            task_time_worked - Time Worked
            task_ci - CIs Affected
            sys_journal_field - Journal Entry
            sys_audit_delete - Audit Deleted Record
            sys_choice - Choice
            sys_user_group - Group
            sys_user_grmember - Group Member
            sys_db_object - Table
            """
            .split(separator: "\n").enumerated().map { index, line in
                let words = line.split(separator: " ", maxSplits: 2).map(String.init)
                return Class(
                    number: index + 1, name: words[0], label: words[2], parent: words[1] == "-" ? nil : words[1])
            }

        private static let byName = Dictionary(all.map { ($0.name, $0) }) { $1 }

        static func named(_ name: String) -> Class? { byName[name] }

        /// Whether a table is another, or extends it.
        static func isA(_ name: String, _ other: String) -> Bool {
            var here: String? = name
            while let table = here {
                if table == other { return true }
                here = byName[table]?.parent
            }
            return false
        }

        static func root(of name: String) -> String {
            var here = name
            while let parent = byName[here]?.parent { here = parent }
            return here
        }

        static func cell(_ name: String) -> Cell { .choice(name, byName[name]?.label ?? name) }
    }
}
