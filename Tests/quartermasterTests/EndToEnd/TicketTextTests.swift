import Foundation
import Postgres
import TestSupport
import Testing
import VendorSimulator

/// Hostile words of tickets on their whole way: from the vendor through the warehouse to whoever asks over REST. What each
/// PSA's connector makes of them is `HostileTextTests`' to tell.
@Suite(.timeLimit(.minutes(5))) struct TicketTextTests {
    private struct Answer: Decodable {
        struct Row: Decodable {
            let id: String?
            let description: String?
            let body: String?
        }
        let data: [Row]

        init(_ reply: Service.Reply) throws {
            self = try JSONDecoder().decode(Answer.self, from: Data(reply.text.utf8))
        }
    }

    @Test func hostileTextArrivesAsDataAndNothingElse() async throws {
        try await World.with(devices: 8, vendors: ["connectwise-psa"]) { world in
            world.vendors.advance(.hostileTexts)
            try await world.succeed("sync", "--tenant", "acme")
            try await Service.with(world, profile: "read_only") { service in
                for text in HostileText.allCases {
                    let title = text.title.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
                    let tickets = try Answer(
                        await service.get("/v1/tickets?summary=\(title)&fields=id,description")
                    ).data
                    #expect(tickets.map(\.description) == [text.text], "\(text)")
                    let id = try #require(tickets.first?.id)
                    let notes = try Answer(await service.get("/v1/ticket-notes?ticket_id=\(id)&fields=body")).data
                    #expect(notes.map(\.body) == [text.text, text.text], "\(text)")
                }
            }
            let aside = try await world.database.owner.query("SELECT 1 FROM control.quarantine")
            #expect(aside.isEmpty)
        }
    }
}
