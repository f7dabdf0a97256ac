using System.Text.Json;

namespace CommunityRealtime.Safety.AI.Tests.Support;

/// <summary>What a model's server sends back.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body.</param>
/// <param name="Hangs">Whether nothing comes back at all.</param>
internal sealed record ModelAnswer(int Status, string Body, bool Hangs = false)
{
    public static ModelAnswer Nothing { get; } = new(0, string.Empty, Hangs: true);

    public static ModelAnswer Says(string content, string finishReason = "stop") => new(200, JsonSerializer.Serialize(new
    {
        id = "answer-1",
        @object = "chat.completion",
        created = 1_700_000_000,
        model = "test-model",
        choices = new[] { new { index = 0, message = new { role = "assistant", content }, finish_reason = finishReason } },
        usage = new { prompt_tokens = 1, completion_tokens = 1, total_tokens = 2 },
    }));
}
