extension JSONWriter {
    /// A row of a list, with whatever befalls it.
    /// - Parameters:
    ///   - number: The row's own number, by which its fate is drawn: the same row always has the same.
    public mutating func row(_ number: Int, _ disturbance: Disturbance, _ members: (inout JSONWriter) -> Void) {
        change = disturbance.leavesRowsAlone ? nil : disturbance.change(of: number)
        guard let fate = change?.fault else { return object(members) }
        object { writer in
            members(&writer)
            if fate == .newMember { writer.member("simulatedNovelty", raw: #"{"level":3,"words":["new"]}"#.utf8) }
        }
        change = nil
        if fate == .duplicateRows { object(members) }
    }
}
