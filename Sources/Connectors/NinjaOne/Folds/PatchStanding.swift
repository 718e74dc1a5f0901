import Inventory

/// How a patch stands on a device by one row: the vendor's word (by number), from the history of attempts or from the
/// list of what waits, and when (microseconds; 0: not said) it was tried or collected.
struct PatchStanding: Hashable {
    var word: UInt16
    var isAttempt: Bool
    var at: Int64

    /// Which of two rows tells how it stands. Of attempts, and of rows that wait, the newer. The list of what waits
    /// holds what nobody has tried to install, so an attempt tells more, unless the list was collected after it: then
    /// the patch is wanted again. A failure stays one, though the patch is still wanted.
    static func later(
        _ known: PatchStanding, _ new: PatchStanding, isFailure: (UInt16) -> Bool
    ) -> PatchStanding {
        if known.isAttempt == new.isAttempt { return new.at >= known.at ? new : known }
        let (attempt, waiting) = known.isAttempt ? (known, new) : (new, known)
        if isFailure(attempt.word) || attempt.at == 0 { return attempt }
        return waiting.at > attempt.at ? waiting : attempt
    }
}

/// NinjaOne's words for patches.
enum PatchWords {
    /// Of the list of what is not installed. MANUAL means that it waits for approval.
    static let waiting = Vocabulary<PatchState>(
        [
            "MANUAL": .pending, "PENDING": .pending, "APPROVED": .approved, "AUTO_APPROVED": .approved,
            "REJECTED": .rejected, "AUTO_REJECTED": .rejected, "FAILED": .failed, "INSTALLED": .installed,
        ], otherwise: .missing)

    /// Of the history of attempts.
    static let attempt = Vocabulary<PatchState>(["INSTALLED": .installed, "FAILED": .failed])

    /// Two vocabularies in one: "security" and "recommended" are categories and say nothing of a grade.
    static let severity = Vocabulary<PatchSeverity>(
        ["critical": .critical, "important": .important, "moderate": .moderate, "low": .low, "optional": .low],
        otherwise: .unknown)
}
