using System.Runtime.CompilerServices;
using CommunityRealtime.Authentication;
using CommunityRealtime.Tests.Hosts;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace CommunityRealtime.Tests.Authentication;

/// <summary>Tokens that were checked are known for as long as they are good, a bounded number of them, and not by their text.</summary>
public sealed class KnownTokensTests
{
    private static readonly DateTimeOffset Start = new(2026, 2, 20, 10, 30, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _clock = new(Start);

    [Theory]
    [InlineData(59, true)]
    [InlineData(60, false)]
    public void Find_AToken_KnowsItUntilItExpires(int seconds, bool isKnown)
    {
        var known = Known(10);
        known.Keep(Hash("a"), keys: null, Result(expiresAt: Start.AddSeconds(60)));

        _clock.Advance(TimeSpan.FromSeconds(seconds));

        Assert.Equal(isKnown, known.Find(Hash("a"), keys: null) is not null);
    }

    [Fact]
    public void Find_ATokenOfOtherKeys_DoesNotKnowIt()
    {
        var known = Known(10);
        var (keys, others) = (new object(), new object());
        known.Keep(Hash("a"), keys, Result());

        Assert.Null(known.Find(Hash("a"), others));
        Assert.Null(known.Find(Hash("a"), keys: null));
        Assert.NotNull(known.Find(Hash("a"), keys));

        known.Keep(Hash("a"), others, Result());
        Assert.NotNull(known.Find(Hash("a"), others));
        Assert.Null(known.Find(Hash("a"), keys));
    }

    [Fact]
    public void Find_AnotherToken_DoesNotKnowIt()
    {
        var known = Known(10);
        known.Keep(Hash("a"), keys: null, Result());

        Assert.Null(known.Find(Hash("b"), keys: null));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(20, 10)]
    public void Keep_MoreThanTheMost_ForgetsTheOldest(int max, int atLeast)
    {
        var known = Known(max);
        for (var i = 0; i < 1_000; i++)
        {
            known.Keep(Hash($"{i}"), keys: null, Result());
        }

        var found = Enumerable.Range(0, 1_000).Where(i => known.Find(Hash($"{i}"), keys: null) is not null).ToArray();

        Assert.InRange(found.Length, atLeast, max);
        Assert.True(atLeast == 0 || found[^1] == 999);
        Assert.All(found, i => Assert.True(i >= 1_000 - max));
    }

    [Fact]
    public void Find_ATokenThatIsUsedAgainAndAgain_StaysKnown()
    {
        var known = Known(20);
        known.Keep(Hash("mine"), keys: null, Result());

        for (var i = 0; i < 1_000; i++)
        {
            known.Keep(Hash($"{i}"), keys: null, Result());
            Assert.NotNull(known.Find(Hash("mine"), keys: null));
        }
    }

    [Fact]
    public async Task Keep_FromManyThreads_StaysWithinItsBounds()
    {
        var known = Known(100);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < 5_000; i++)
            {
                known.Keep(Hash($"{thread} {i % 300}"), keys: null, Result($"{thread}"));
                Assert.True(known.Find(Hash($"{thread} {i % 300}"), keys: null) is not { User.Id: var id } || id == new UserId($"{thread}"));
            }
        })));

        var found = Enumerable.Range(0, 4).SelectMany(thread => Enumerable.Range(0, 300).Select(i => $"{thread} {i}"))
            .Count(token => known.Find(Hash(token), keys: null) is not null);
        Assert.InRange(found, 50, 100);
    }

    [Fact]
    public void TryMake_ATextThatIsNoToken_IsNoHash()
    {
        Assert.False(TokenHash.TryMake("tokén", out _));
        Assert.False(TokenHash.TryMake("\uD800", out _));
        Assert.True(TokenHash.TryMake("token", out var hash));
        Assert.Equal(hash, Hash("token"));
    }

    [Theory]
    [InlineData(20_000, true)]
    [InlineData(0, false)]
    public async Task Authenticate_TheSameTokenAgain_IsNotCheckedAgain(int max, bool isKnown)
    {
        var authenticator = new JwtChatAuthenticator(
            new() { SigningKey = Tokens.SigningKey, MaxKnownTokens = max }, TimeProvider.System, NullLogger<JwtChatAuthenticator>.Instance);
        var token = Tokens.For("42");

        var first = await authenticator.AuthenticateAsync(new() { Token = token }, default);
        var second = await authenticator.AuthenticateAsync(new() { Token = token + string.Empty }, default);
        var other = await authenticator.AuthenticateAsync(new() { Token = token[..^2] + "AA" }, default);

        Assert.Equal(isKnown, ReferenceEquals(first.User, second.User));
        Assert.Equal(new UserId(42), second.User!.Id);
        Assert.Equal(ChatAuthenticationFailure.TokenInvalid, other.Failure);
    }

    [Fact]
    public async Task Authenticate_AToken_DoesNotKeepItsText()
    {
        var authenticator = new JwtChatAuthenticator(
            new() { SigningKey = Tokens.SigningKey }, TimeProvider.System, NullLogger<JwtChatAuthenticator>.Instance);

        var token = await AuthenticateAsync(authenticator);

        await Eventually.TrueAfterCollectionAsync(() => !token.IsAlive, "the token to be forgotten");
        GC.KeepAlive(authenticator);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> AuthenticateAsync(JwtChatAuthenticator authenticator)
    {
        var token = Tokens.For("42");
        Assert.NotNull((await authenticator.AuthenticateAsync(new() { Token = token }, default)).User);
        return new(token);
    }

    private static TokenHash Hash(string token)
    {
        Assert.True(TokenHash.TryMake(token, out var hash));
        return hash;
    }

    private static ChatAuthenticationResult Result(string user = "42", DateTimeOffset? expiresAt = null) =>
        ChatAuthenticationResult.Success(new() { Id = new(user), DisplayName = "Alice", ExpiresAt = expiresAt ?? Start.AddHours(1) });

    private KnownTokens Known(int max) => new(max, _clock);
}
