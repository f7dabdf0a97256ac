using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using CommunityRealtime.Authentication;
using CommunityRealtime.Tests.Hosts;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.IdentityModel.Tokens;

namespace CommunityRealtime.Tests.Authentication;

/// <summary>RFC 8725: the key decides the algorithm, everything a token says is checked, and a bad one is a result, not an exception.</summary>
public sealed class JwtChatAuthenticatorTests
{
    private static readonly DateTime Now = DateTime.UtcNow;

    private static Dictionary<string, object> Alice => new() { ["sub"] = "42", ["name"] = "Alice" };

    [Fact]
    public async Task Token_SignedWithTheSharedKey_IsTheUser()
    {
        var user = await AcceptAsync(new() { SigningKey = Tokens.SigningKey }, Tokens.Make(Alice));

        Assert.Equal((new UserId(42), "Alice"), (user.Id, user.DisplayName));
    }

    [Fact]
    public async Task Token_WithANumberAsSubjectAndWithoutName_IsTheUserByThatNumber()
    {
        var user = await AcceptAsync(new() { SigningKey = Tokens.SigningKey }, Tokens.Make(new() { ["sub"] = 42 }));

        Assert.Equal((new UserId(42), "42"), (user.Id, user.DisplayName));
    }

    [Fact]
    public async Task Token_Accepted_TellsWhenItExpires()
    {
        var expires = new DateTime(2126, 2, 3, 4, 5, 6, DateTimeKind.Utc);

        var user = await AcceptAsync(new() { SigningKey = Tokens.SigningKey }, Tokens.Make(Alice, expires: expires));

        Assert.Equal(new DateTimeOffset(expires), user.ExpiresAt);
    }

    [Fact]
    public async Task Token_WithOtherClaimNames_IsReadByThem()
    {
        var options = new ChatJwtOptions { SigningKey = Tokens.SigningKey, UserIdClaim = "uid", DisplayNameClaim = "nick" };

        var user = await AcceptAsync(options, Tokens.Make(new() { ["sub"] = "no", ["uid"] = "7f", ["nick"] = "  Al\u0000\u202Eice  " }));

        Assert.Equal((new UserId("7f"), "Alice"), (user.Id, user.DisplayName));
    }

    [Theory]
    [InlineData("")]
    [InlineData("control\u0001")]
    public async Task Token_WhoseSubjectIsNoUserId_IsRefused(string subject) => await RefuseAsync(
        new() { SigningKey = Tokens.SigningKey }, Tokens.Make(new() { ["sub"] = subject }));

    [Fact]
    public async Task Token_WithoutSubject_IsRefused() => await RefuseAsync(
        new() { SigningKey = Tokens.SigningKey }, Tokens.Make(new() { ["name"] = "Alice" }));

    [Fact]
    public async Task Token_SignedWithAnotherKey_IsRefused() => await RefuseAsync(
        new() { SigningKey = Tokens.SigningKey }, Tokens.Make(Alice, key: "another-key-of-more-than-thirty-two-bytes"));

    [Theory]
    [InlineData(SecurityAlgorithms.HmacSha384)]
    [InlineData(SecurityAlgorithms.HmacSha512)]
    public async Task Token_SignedWithTheRightKeyByAnotherAlgorithm_IsRefused(string algorithm)
    {
        var key = Tokens.SigningKey + Tokens.SigningKey;
        await RefuseAsync(new() { SigningKey = key }, Tokens.Make(Alice, key, algorithm));
    }

    [Theory]
    [InlineData("""{"alg":"none","typ":"JWT"}""")]
    [InlineData("""{"alg":"NONE"}""")]
    [InlineData("""{"alg":"HS256","kid":"../../dev/null"}""")]
    [InlineData("""{}""")]
    public async Task Token_WithoutSignature_IsRefused(string header)
    {
        var payload = $$"""{"sub":"42","exp":{{DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds()}}}""";
        var token = $"{Base64UrlEncoder.Encode(header)}.{Base64UrlEncoder.Encode(payload)}.";

        await RefuseAsync(new() { SigningKey = Tokens.SigningKey }, token);
        await RefuseAsync(new() { SigningKey = Tokens.SigningKey }, token.TrimEnd('.'));
    }

    [Fact]
    public async Task Token_WithAForeignKid_IsJudgedByItsSignature()
    {
        var key = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(Tokens.SigningKey)) { KeyId = "' or 1=1--" };

        await AcceptAsync(new() { SigningKey = Tokens.SigningKey }, Tokens.Sign(Alice, new(key, SecurityAlgorithms.HmacSha256)));
    }

    [Fact]
    public async Task Token_WhosePayloadWasChanged_IsRefused()
    {
        var parts = Tokens.Make(Alice).Split('.');
        parts[1] = Base64UrlEncoder.Encode(Base64UrlEncoder.Decode(parts[1]).Replace("\"42\"", "\"43\"", StringComparison.Ordinal));

        await RefuseAsync(new() { SigningKey = Tokens.SigningKey }, string.Join('.', parts));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a.b.c")]
    [InlineData("a.b.c.d.e")]
    [InlineData("\u0000\uFFFF")]
    public async Task Token_ThatIsNone_IsAResultAndNoException(string token) => await RefuseAsync(
        new() { SigningKey = Tokens.SigningKey },
        token,
        token.Length == 0 ? ChatAuthenticationFailure.TokenMissing : ChatAuthenticationFailure.TokenInvalid);

    [Fact]
    public async Task Token_Huge_IsRefused() => await RefuseAsync(
        new() { SigningKey = Tokens.SigningKey }, Tokens.Make(new(Alice) { ["padding"] = new string('x', 300_000) }));

    [Theory]
    [InlineData(-31, ChatAuthenticationFailure.TokenExpired)]
    [InlineData(-20, ChatAuthenticationFailure.None)]
    public async Task Token_Expired_IsTakenForThirtySecondsMore(int seconds, ChatAuthenticationFailure failure)
    {
        var result = await AuthenticateAsync(new() { SigningKey = Tokens.SigningKey }, Tokens.Make(Alice, expires: DateTime.UtcNow.AddSeconds(seconds)));

        Assert.Equal(failure, result.Failure);
    }

    [Fact]
    public async Task Token_ExpiredAndForged_IsInvalidAndNotExpired() => await RefuseAsync(
        new() { SigningKey = Tokens.SigningKey },
        Tokens.Make(Alice, key: "another-key-of-more-than-thirty-two-bytes", expires: Now.AddMinutes(-5)));

    [Fact]
    public async Task Token_NotYetValid_IsRefused() => await RefuseAsync(
        new() { SigningKey = Tokens.SigningKey }, Tokens.Make(Alice, notBefore: Now.AddMinutes(5)));

    [Fact]
    public async Task Token_WithoutExpiry_IsRefused()
    {
        var header = Base64UrlEncoder.Encode("""{"alg":"HS256"}""");
        var payload = Base64UrlEncoder.Encode("""{"sub":"42"}""");
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Tokens.SigningKey), Encoding.UTF8.GetBytes($"{header}.{payload}"));

        await RefuseAsync(new() { SigningKey = Tokens.SigningKey }, $"{header}.{payload}.{Base64UrlEncoder.Encode(signature)}");
    }

    [Fact]
    public async Task Token_OfAnotherIssuerOrAudience_IsRefusedWhereTheyAreSet()
    {
        var options = new ChatJwtOptions { SigningKey = Tokens.SigningKey, Issuer = "app", Audience = "chat" };

        await AcceptAsync(options, Tokens.Make(Alice, issuer: "app", audience: "chat"));
        await RefuseAsync(options, Tokens.Make(Alice, issuer: "other", audience: "chat"));
        await RefuseAsync(options, Tokens.Make(Alice, issuer: "app", audience: "other"));
        await RefuseAsync(options, Tokens.Make(Alice));
    }

    [Fact]
    public async Task Token_SignedByRsa_IsTakenAndHs256WithThePublicKeyIsNot()
    {
        using var rsa = RSA.Create(2048);
        var pem = rsa.ExportSubjectPublicKeyInfoPem();

        await AcceptAsync(new() { PublicKeyPem = pem }, Tokens.Sign(Alice, new(new RsaSecurityKey(rsa), SecurityAlgorithms.RsaSha256)));
        await RefuseAsync(new() { PublicKeyPem = pem }, Tokens.Make(Alice, key: pem));
        await RefuseAsync(new() { PublicKeyPem = pem }, Tokens.Sign(Alice, new(new RsaSecurityKey(rsa), SecurityAlgorithms.RsaSsaPssSha256)));
    }

    [Fact]
    public async Task Token_SignedByEcdsa_IsTakenAndAnotherKeyIsNot()
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var options = new ChatJwtOptions { PublicKeyPem = ecdsa.ExportSubjectPublicKeyInfoPem() };

        await AcceptAsync(options, Tokens.Sign(Alice, new(new ECDsaSecurityKey(ecdsa), SecurityAlgorithms.EcdsaSha256)));
        await RefuseAsync(options, Tokens.Sign(Alice, new(new ECDsaSecurityKey(other), SecurityAlgorithms.EcdsaSha256)));
        await RefuseAsync(options, Tokens.Make(Alice, key: options.PublicKeyPem));
    }

    [Fact]
    public async Task Token_OfAnAuthority_IsCheckedWithItsPublishedKeys()
    {
        using var other = RSA.Create(2048);
        await using var authority = await TestAuthority.StartAsync("k1");
        var (issuer, rsa) = (authority.Issuer, authority.Key.Rsa);
        var options = new ChatJwtOptions { Authority = issuer, RequireHttpsMetadata = false };
        var good = new SigningCredentials(new RsaSecurityKey(rsa) { KeyId = "k1" }, SecurityAlgorithms.RsaSha256);
        var bad = new SigningCredentials(new RsaSecurityKey(other) { KeyId = "k1" }, SecurityAlgorithms.RsaSha256);

        await AcceptAsync(options, Tokens.Sign(Alice, good, issuer: issuer));
        await RefuseAsync(options, Tokens.Sign(Alice, bad, issuer: issuer));
        await RefuseAsync(options, Tokens.Sign(Alice, good, issuer: "https://elsewhere.example"));
        await RefuseAsync(options, Tokens.Make(Alice, key: rsa.ExportSubjectPublicKeyInfoPem(), issuer: issuer));
    }

    [Fact]
    public async Task Token_OfAnAuthorityThatIsAway_IsNotCalledInvalid() => await RefuseAsync(
        new() { Authority = "http://127.0.0.1:9", RequireHttpsMetadata = false }, Tokens.Make(Alice), ChatAuthenticationFailure.Unavailable);

    [Fact]
    public async Task HostUser_WithoutToken_IsTheUser()
    {
        var user = new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, "42"), new(ClaimTypes.Name, "Alice")], "cookie"));

        var result = await Authenticator(new() { SigningKey = Tokens.SigningKey }).AuthenticateAsync(new() { HostUser = user }, default);

        Assert.Equal((new UserId(42), "Alice"), (result.User!.Id, result.User.DisplayName));
    }

    [Fact]
    public async Task HostUser_WithABadToken_IsRefused()
    {
        var user = new ClaimsPrincipal(new ClaimsIdentity([new("sub", "42")], "cookie"));

        var result = await Authenticator(new() { SigningKey = Tokens.SigningKey }).AuthenticateAsync(new() { HostUser = user, Token = "bad" }, default);

        Assert.Equal(ChatAuthenticationFailure.TokenInvalid, result.Failure);
    }

    [Fact]
    public async Task HostUser_WithATokenThatOnlyTheHostCanCheck_IsTheUser()
    {
        var user = new ClaimsPrincipal(new ClaimsIdentity([new("sub", "42")], "Bearer"));

        var result = await Authenticator(new()).AuthenticateAsync(new() { HostUser = user, Token = "the host checked it" }, default);

        Assert.Equal(new UserId(42), result.User!.Id);
    }

    [Fact]
    public async Task HostUser_NotAuthenticated_IsNobody()
    {
        var result = await Authenticator(new()).AuthenticateAsync(new() { HostUser = new(new ClaimsIdentity([new("sub", "42")])) }, default);

        Assert.Equal(ChatAuthenticationFailure.TokenMissing, result.Failure);
    }

    private static JwtChatAuthenticator Authenticator(ChatJwtOptions options) => new(options, TimeProvider.System, NullLogger<JwtChatAuthenticator>.Instance);

    private static ValueTask<ChatAuthenticationResult> AuthenticateAsync(ChatJwtOptions options, string token) =>
        Authenticator(options).AuthenticateAsync(new() { Token = token }, default);

    private static async Task<ChatUser> AcceptAsync(ChatJwtOptions options, string token)
    {
        var result = await AuthenticateAsync(options, token);
        Assert.Equal(ChatAuthenticationFailure.None, result.Failure);
        return result.User!;
    }

    private static async Task RefuseAsync(
        ChatJwtOptions options, string token, ChatAuthenticationFailure failure = ChatAuthenticationFailure.TokenInvalid)
    {
        var result = await AuthenticateAsync(options, token);
        Assert.Equal((null, failure), (result.User, result.Failure));
    }
}
