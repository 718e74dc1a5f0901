import HTTPTypes
import Hummingbird

extension Response {
    static func json(_ tree: JSONTree, status: HTTPResponse.Status = .ok) -> Response {
        bytes(tree.bytes, type: "application/json", status: status)
    }

    static func bytes(_ bytes: [UInt8], type: String, status: HTTPResponse.Status = .ok) -> Response {
        var headers: HTTPFields = [.contentType: type]
        if status == .ok { headers[.eTag] = EntityTag.of(bytes) }
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    static func problem(_ problem: Problem) -> Response {
        var response = bytes(problem.body.bytes, type: "application/problem+json", status: problem.status)
        for field in problem.headers { response.headers.append(field) }
        return response
    }
}
