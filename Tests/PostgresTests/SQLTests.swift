import Foundation
import Postgres
import Testing

@Suite struct SQLTests {
    @Test func whatIsInterpolatedIsBoundAndNeverSpliced() {
        let sql: SQL = "SELECT \("'; DROP TABLE t; --"), \(7)"
        #expect(sql.text == "SELECT $1, $2")
        #expect(sql.parameters == ["'; DROP TABLE t; --", "7"])
    }

    @Test func aFragmentsParametersAreRenumbered() {
        let inner: SQL = "b = \(2) AND c = \(3)"
        let outer: SQL = "SELECT \(1) WHERE \(inner) AND d = \(4)"
        #expect(outer.text == "SELECT $1 WHERE b = $2 AND c = $3 AND d = $4")
        #expect(outer.parameters == ["1", "2", "3", "4"])
    }

    @Test func aFragmentMayUseAParameterTwiceAndMoreThanNine() {
        let inner = SQL(text: "f($1, $10, $1)", parameters: (1...10).map(String.init))
        let outer: SQL = "\(0) \(inner)"
        #expect(outer.text == "$1 f($2, $11, $2)")
    }

    @Test func whatLooksLikeAParameterInQuotesIsLeftAlone() {
        let inner = SQL(text: #"'it''s $1' || "$1" || $1"#, parameters: ["x"])
        let outer: SQL = "\(0) \(inner)"
        #expect(outer.text == #"$1 'it''s $1' || "$1" || $2"#)
    }

    @Test func anIdentifierIsQuoted() {
        let sql: SQL = "SELECT \(identifier: "we\"ird")"
        #expect(sql.text == #"SELECT "we""ird""# && sql.parameters.isEmpty)
    }
}
