namespace CommunityRealtime.Fuzzing;

/// <summary>Frames to begin with, and pieces that are worth putting into them.</summary>
internal static class FrameWords
{
    public static IReadOnlyList<string> Frames { get; } =
    [
        """{"type":"message","content":"Hello everyone!","is_anonymous":false}""",
        """{"type":"message","content":"h\u00e9llo \ud83d\ude00 \"quoted\" \n","is_anonymous":true,"client_id":"a-1"}""",
        """{ "content" : "😀 ü" , "type" : "message" }""",
        """{"type":"message"}""",
        """{"type":"pong"}""",
        """{"type":"refresh","token":"abc.def.ghi"}""",
        """{"type":"message","content":"x","other":{"a":[1,-2.5e+7,null,true]},"client_id":"b"}""",
        """{"type":"message","content":5}""",
        """["type","message"]""",
    ];

    public static IReadOnlyList<string> Keys { get; } =
    [
        "type", "content", "is_anonymous", "client_id", "token", "isAnonymous", "Content", "client-id", "TYPE", "cont\\u0065nt", "is_anonymou\\u0073", "a", "b", "", "reply_to", "\\ud83d", "\\ud83d\\ude00", "ü", "content ",
    ];

    public static IReadOnlyList<string> Values { get; } =
    [
        "\"x\"", "\"\"", "true", "false", "null", "5", "-1.5e-3", "01", "[]", "{}", "[[1]]", "[[[1]]]", "[[[[1]]]]", "{\"a\":{\"b\":1}}", "{\"a\":1,\"a\":2}", "\"\\ud83d\"", "\"\\ud83d\\ude00\"", "\"message\"", "\"\\u0000\"",
        "\"" + new string('y', 64) + "\"", "\"" + new string('y', 65) + "\"",
    ];

    public static IReadOnlyList<string> Spaces { get; } = ["", " ", "\t\r\n", "\u00a0", "\u000b"];

    public static IReadOnlyList<string> Pieces { get; } =
    [
        "\"", "{", "}", "[", "]", ":", ",", "\\", "/", "\\u0000", "\\ud83d", "\\ude00", "\\u0065", "\\u007f", "\\n", "\\x", "null", "true", "false", "0", "1e5", "-0", "01", "1.", ".5", "+1",
        "NaN", "//", "/**/", "type", "content", "is_anonymous", "isAnonymous", "IS-ANONYMOUS", "client_id", "clientId", "token", "message", "pong", "refresh", "Message", " ", "\t", "\n", "\r",
        "\u0000", "\u001f", "\u007f", "\u0085", "\u200b", "\u2028", "\ufeff", "é", "😀", "\"type\":\"message\"", ",\"content\":\"b\"", ",\"cont\\u0065nt\":\"b\"", ",\"is_anonymous\":true",
        ",\"is_anonymous\":\"true\"", ",\"client_id\":\"\"", ",\"a\":1", ",\"a\":{\"a\":1,\"a\":2}", "[[[", "[[[[1]]]]", ",\"d\":[[[1]]]", ",\"d\":[[1]]", "{\"a\":", "'", "\"\\ud83d\":1,", ",\"t ype\":1", ",\"\":0",
        new('x', 65), new('[', 40),
    ];
}
