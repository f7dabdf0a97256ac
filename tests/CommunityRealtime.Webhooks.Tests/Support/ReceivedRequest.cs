using System.Text.Json;

namespace CommunityRealtime.Webhooks.Tests.Support;

/// <summary>A request as a receiver sees it.</summary>
internal sealed record ReceivedRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Id => Headers["webhook-id"];

    public string Timestamp => Headers["webhook-timestamp"];

    public string Signature => Headers["webhook-signature"];

    public JsonElement Json => JsonElement.Parse(Body);

    public bool IsSignedWith(string secret, DateTimeOffset now) => CrisisWebhookSignature.Verify([secret], Id, Timestamp, Signature, Body, now);
}
