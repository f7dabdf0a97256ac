using System.Net;
using System.Security.Cryptography;
using CommunityRealtime.Tests.Hosts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CommunityRealtime.Tests.Wire;

/// <summary>An authority that changes its keys is followed, and tokens that are known do not outlive the keys that they were checked with.</summary>
public sealed class KeyRotationTests
{
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);

    [Fact]
    public async Task Token_OfANewKey_IsTakenAtOnceAndThoseOfTheOldOneNoMore()
    {
        using var rsa = RSA.Create(2048);
        await using var authority = await TestAuthority.StartAsync("k1");
        await using var app = await StartAsync(authority);
        var (known, fresh) = (authority.TokenFor("42"), authority.TokenFor("43"));
        var oldKey = authority.Key;
        Assert.Equal(HttpStatusCode.OK, await app.StatusAsync(known));
        _clock.Advance(TimeSpan.FromSeconds(30));

        authority.Key = new(rsa) { KeyId = "k2" };
        Assert.Equal(HttpStatusCode.OK, await app.StatusAsync(known));
        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => app.StatusAsync(authority.TokenFor("42"))));

        Assert.All(all, status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.Equal(2, authority.KeyReads);
        Assert.Equal(HttpStatusCode.Unauthorized, await app.StatusAsync(known));
        Assert.Equal(HttpStatusCode.Unauthorized, await app.StatusAsync(fresh));
        Assert.Equal(HttpStatusCode.Unauthorized, await app.StatusAsync(authority.TokenFor("42", new(oldKey.Rsa) { KeyId = "k2" })));
    }

    [Fact]
    public async Task Token_OfAKeyThatWasWithdrawn_IsNotTakenAfterTenMinutes()
    {
        using var rsa = RSA.Create(2048);
        await using var authority = await TestAuthority.StartAsync("k1");
        await using var app = await StartAsync(authority);
        var known = authority.TokenFor("42");
        Assert.Equal(HttpStatusCode.OK, await app.StatusAsync(known));
        authority.Key = new(rsa) { KeyId = "k2" };

        _clock.Advance(TimeSpan.FromSeconds(299));
        Assert.Equal(HttpStatusCode.OK, await app.StatusAsync(known));
        Assert.Equal(1, authority.KeyReads);

        _clock.Advance(TimeSpan.FromSeconds(301));
        Assert.Equal(HttpStatusCode.Unauthorized, await app.StatusAsync(known));
    }

    [Fact]
    public async Task Keys_OfFiveMinutes_AreReadAgainBehindTheBackOfThoseWhoConnect()
    {
        using var rsa = RSA.Create(2048);
        await using var authority = await TestAuthority.StartAsync("k1");
        await using var app = await StartAsync(authority);
        var known = authority.TokenFor("42");
        Assert.Equal(HttpStatusCode.OK, await app.StatusAsync(known));
        authority.Key = new(rsa) { KeyId = "k2" };

        _clock.Advance(TimeSpan.FromMinutes(5));
        await app.StatusAsync(known);

        await Eventually.TrueAsync(async () => await app.StatusAsync(known) == HttpStatusCode.Unauthorized, "the new keys");
        Assert.Equal(2, authority.KeyReads);
    }

    [Fact]
    public async Task Authority_ThatIsAway_DoesNotTurnAwayThoseWhoseKeyIsKnown()
    {
        using var rsa = RSA.Create(2048);
        var authority = await TestAuthority.StartAsync("k1");
        await using var app = await StartAsync(authority);
        var (known, fresh, unknown) = (authority.TokenFor("42"), authority.TokenFor("43"), authority.TokenFor("42", new(rsa) { KeyId = "k2" }));
        Assert.Equal(HttpStatusCode.OK, await app.StatusAsync(known));

        await authority.DisposeAsync();
        _clock.Advance(TimeSpan.FromMinutes(20));

        Assert.Equal(HttpStatusCode.OK, await app.StatusAsync(known));
        Assert.Equal(HttpStatusCode.OK, await app.StatusAsync(fresh));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await app.StatusAsync(unknown));
        Assert.Contains(app.Logs.Lines, line => line.Id == 1102);
    }

    [Theory]
    [InlineData("../../../../dev/null")]
    [InlineData("' or 1=1--")]
    [InlineData("http://127.0.0.1:1/keys")]
    [InlineData("k2")]
    public async Task Token_WithAForeignKid_IsRefusedAndAsksTheAuthorityOnceMoreAtMost(string kid)
    {
        using var rsa = RSA.Create(2048);
        await using var authority = await TestAuthority.StartAsync("k1");
        await using var app = await StartAsync(authority);
        Assert.Equal(HttpStatusCode.OK, await app.StatusAsync(authority.TokenFor("42")));
        _clock.Advance(TimeSpan.FromSeconds(30));

        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await app.StatusAsync(authority.TokenFor($"{i}", new(rsa) { KeyId = kid })));
        }

        Assert.Equal(2, authority.KeyReads);
        Assert.Equal(HttpStatusCode.OK, await app.StatusAsync(authority.TokenFor("43")));
    }

    private Task<ChatApp> StartAsync(TestAuthority authority) => ChatApp.StartAsync(
        options =>
        {
            options.Jwt.SigningKey = null;
            options.Jwt.Authority = authority.Issuer;
            options.Jwt.RequireHttpsMetadata = false;
        },
        services => services.AddSingleton<TimeProvider>(_clock));
}
