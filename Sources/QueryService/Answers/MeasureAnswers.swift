import Access
import Foundation
import Hummingbird
import Inventory
import Postgres
import Reports

/// What the PSA's products count: they are all companies', and so no limited key says anything of them.
extension OwnWordAnswers {
    func measures(_ call: Call) async throws -> Response {
        try StateAnswers.refuseParameters(call)
        return try Self.data(try await ProductMeasures(reader).list(tenant: try call.admitted.tenantID))
    }

    func confirm(_ call: Call) async throws -> Response {
        let caller = try Self.speaker(call)
        let members = try RequestMembers(call.body, known: ["product", "measure", "category"])
        guard let product = try members.text("product"), let measure = try members.text("measure") else {
            throw Problem.badBody("'product', by its name or its id, and 'measure' are needed.")
        }
        let category = try members.text("category")
        do {
            let counted = try CountedThing(measure, category: category)
            let products = try await reader.transaction(tenant: caller.tenantID) { session in
                let products = try await ProductMeasures.confirm(
                    product, counted, by: caller.actor, tenant: caller.tenantID, in: session)
                try await Self.note(caller, "report.measure", product, ["measure": counted.words], session)
                return products
            }
            return try Self.data(["products": products])
        } catch let error as ReportError {
            throw Problem.report(error)
        }
    }

    func exportMeasures(_ call: Call) async throws -> Response {
        let caller = try Self.speaker(call)
        return try Self.data(try await MeasureFile(reader).measures(tenant: caller.tenantID))
    }

    func importMeasures(_ call: Call) async throws -> Response {
        let caller = try Self.speaker(call)
        let measures = try SavedList<SavedMeasure>(
            call.body, named: "measures", schema: "saved_measure", among: OpenAPIOwnWords.schemas
        ).items
        let report = try await reader.transaction(tenant: caller.tenantID) { session in
            let report = try await MeasureFile.load(
                measures, tenant: caller.tenantID, by: caller.actor, in: session)
            let details = ["imported": "\(report.imported)", "unresolved": "\(report.unresolved.count)"]
            try await Self.note(caller, "report.measure.import", "measures", details, session)
            return report
        }
        return try Self.data(report)
    }

    private static func speaker(_ call: Call) throws -> Caller {
        let caller = try call.admitted
        guard caller.companyIDs == nil else { throw Problem.limited(.reports, to: "measures of products") }
        try StateAnswers.refuseParameters(call)
        return caller
    }
}
