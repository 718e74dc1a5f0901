import Foundation
import HTTPTypes

/// Lists that are asked for in a body, and those that the vendor's server does not get through with.
extension ConnectWisePSA.Resource {
    /// `POST …/search`: the list, with conditions and order in the body, for what is too long for an address.
    var search: ConnectWisePSA.Endpoint {
        ConnectWisePSA.Endpoint(method: .post) { (request) throws(ConnectWisePSA.Complaint) in
            var request = request
            request.search = try Self.search(request.call.body)
            return try list(request)
        }
    }

    /// The names in the body are read in small or camel case: the document has the one, clients send the other.
    private static func search(_ body: [UInt8]) throws(ConnectWisePSA.Complaint) -> [String: String] {
        let names = ["conditions", "childConditions", "customFieldConditions", "orderBy"]
        guard let document = try? JSONSerialization.jsonObject(with: Data(body)) as? [String: String] else {
            throw ConnectWisePSA.Complaint(message: "The body is not an object of texts")
        }
        var search: [String: String] = [:]
        for (key, value) in document {
            guard let name = names.first(where: { $0.lowercased() == key.lowercased() }) else {
                throw ConnectWisePSA.Complaint(message: "Unknown member \(key)", field: key)
            }
            search[name] = value
        }
        return search
    }

    /// The list, but for all open tickets at once: that runs into the server's own time limit.
    var listOfManyTickets: ConnectWisePSA.Endpoint {
        ConnectWisePSA.Endpoint { (request) throws(ConnectWisePSA.Complaint) in
            let conditions = request.parameter("conditions")?.replacing(" ", with: "").lowercased()
            return conditions == "closedflag=false" ? .failure(500) : try list(request)
        }
    }
}
