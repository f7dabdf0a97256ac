using System.Text;

namespace CommunityRealtime.Webhooks.Tests;

public sealed class CrisisWebhookSignatureTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Other = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private const string Timestamp = "1614265330";
    private const string PublishedSignature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private static readonly DateTimeOffset SentAt = DateTimeOffset.FromUnixTimeSeconds(1614265330);
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("{\"test\": 2432232314}");

    [Fact]
    public void Sign_ExampleOfTheSpecification_IsThePublishedSignature() =>
        Assert.Equal(PublishedSignature, CrisisWebhookSignature.Sign(Secret, Id, SentAt, Body));

    [Fact]
    public void Verify_OneOfTwoSecretsAndEntries_IsTrusted() =>
        Assert.True(CrisisWebhookSignature.Verify([Other, Secret], Id, Timestamp, "v1,AAAA " + PublishedSignature, Body, SentAt));

    [Fact]
    public void Verify_ChangedBody_IsRefused() =>
        Assert.False(CrisisWebhookSignature.Verify([Secret], Id, Timestamp, PublishedSignature, "{}"u8, SentAt));

    [Fact]
    public void Verify_OtherSecret_IsRefused() =>
        Assert.False(CrisisWebhookSignature.Verify([Other], Id, Timestamp, PublishedSignature, Body, SentAt));

    [Theory]
    [InlineData(300, true)]
    [InlineData(-300, true)]
    [InlineData(301, false)]
    [InlineData(-301, false)]
    public void Verify_ClockApart_IsTrustedForFiveMinutes(int seconds, bool trusted) =>
        Assert.Equal(trusted, CrisisWebhookSignature.Verify([Secret], Id, Timestamp, PublishedSignature, Body, SentAt.AddSeconds(seconds)));

    [Theory]
    [InlineData(null, Timestamp, PublishedSignature)]
    [InlineData(Id, null, PublishedSignature)]
    [InlineData(Id, "soon", PublishedSignature)]
    [InlineData(Id, Timestamp, null)]
    public void Verify_MissingOrMalformedHeader_IsRefused(string? id, string? timestamp, string? signatures) =>
        Assert.False(CrisisWebhookSignature.Verify([Secret], id, timestamp, signatures, Body, SentAt));
}
