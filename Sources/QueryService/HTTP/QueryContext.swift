import Hummingbird
import Logging

/// What a request carries from step to step.
struct QueryContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let answerHeaders = AnswerHeaders()

    init(source: ApplicationRequestContextSource) { coreContext = CoreRequestContextStorage(source: source) }

    /// The request's id, in the log and in the answer.
    var requestID: String { logger[metadataKey: "hb.request.id"]?.description ?? "" }
}
