import JSON

/// Extra data fields: of one client or computer, by a call of their own, and only where some are allowed by name. What
/// the server encrypts or masks is nobody's to allow.
struct AutomateExtraFields: Sendable {
    let allowed: AllowedFields

    /// How many things a page has when each of them costs another call.
    static let pageSize = 100

    /// The allowed fields by the id of what they hang on.
    /// - Parameter path: of the thing (`/Clients/12`), by its id.
    func fields(
        of ids: [String], _ client: AutomateClient, path: (String) -> String
    ) async throws(ConnectorError) -> (fields: [String: String], cost: CallCost) {
        var (found, cost): ([String: String], CallCost) = ([:], CallCost())
        guard !allowed.isEmpty else { return (found, cost) }
        for id in ids {
            do throws(ConnectorError) {
                // Conditions do nothing here: all are read, and chosen from.
                let answer = try await client.get(
                    "\(path(id))/ExtraFields", [("page", "1"), ("pageSize", String(AutomateClient.pageSize))])
                found[id] = pick(answer.json.array ?? [])
                cost += answer.cost
            } catch {
                // Gone meanwhile, or the route is not there: those of computers stand in no document.
                guard case .notFound = error else { throw error }
                cost.calls += 1
            }
        }
        return (found, cost)
    }

    private func pick(_ rows: [JSONValue]) -> String? {
        JSONText.object(
            rows.compactMap { row in
                guard row["IsEncrypted"].bool != true, row["TextFieldSettings"]["IsMasked"].bool != true,
                    let title = row["Title"].cleaned, allowed.allows(title), let value = Self.value(row)
                else { return nil }
                return (title, value)
            })
    }

    /// Exactly one of the three holders is filled.
    private static func value(_ row: JSONValue) -> String? {
        if let flag = row["CheckboxSettings"]["IsChecked"].bool { return flag ? "true" : "false" }
        let text = row["TextFieldSettings"]["Value"].cleaned ?? row["DropdownSettings"]["SelectedValue"].cleaned
        return text.map(JSONText.quoted)
    }
}
