using System.Net;
using System.Security.Cryptography;
using System.Text;
using CommunityRealtime.Tests.Hosts;
using Microsoft.IdentityModel.Tokens;

namespace CommunityRealtime.Tests.Wire;

/// <summary>RFC 8725 over the wire: what attackers send is refused in one and the same form, and the good token beside it is taken.</summary>
public sealed class TokenHardeningTests : IDisposable
{
    private const string Issuer = "https://issuer.example";
    private const string Audience = "chat";

    private readonly RSA _rsa = RSA.Create(2048);

    public static TheoryData<string> Forged =>
    [
        "alg none", "alg None, signed", "alg none, two dots less", "alg missing", "alg empty", "alg array", "HS256 by the public key's PEM", "HS256 by the public key's DER",
        "HS256 by an empty key", "RS512", "PS256", "other key", "kid path", "kid sql", "jwk inside", "x5u and jku", "signature removed", "signature of another", "payload changed",
        "header changed", "no exp", "exp a text", "exp null", "nbf later", "nbf a text", "wrong iss", "no iss", "iss array", "wrong aud", "no aud", "typ logout", "typ JOSE", "crit",
        "crit empty", "crit with b64", "encrypted", "compressed", "9 KB", "10 KB kid", "two sub", "no sub",
    ];

    [Theory]
    [MemberData(nameof(Forged))]
    public async Task Token_Forged_IsRefusedEverywhere(string kind)
    {
        await using var app = await StartAsync();
        var token = Forge(kind);

        Assert.Equal(HttpStatusCode.Unauthorized, await app.StatusAsync(token));
        Assert.Equal("1008 token_invalid", await ConnectAsync(app, token));
        using var ticket = await app.PostTicketAsync(token);
        Assert.Equal(HttpStatusCode.Unauthorized, ticket.StatusCode);
        Assert.Contains("\"code\":\"token_invalid\"", await ticket.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(app.Logs.Lines, line => line.Category.StartsWith("CommunityRealtime", StringComparison.Ordinal) && line.Level >= Microsoft.Extensions.Logging.LogLevel.Error);
    }

    /// <remarks>The controls: each is made as a forged one is, and the difference is what that one is refused for.</remarks>
    [Theory]
    [InlineData("good")]
    [InlineData("good, typ at+jwt")]
    [InlineData("good, typ application/at+jwt")]
    [InlineData("good, typ jwt")]
    [InlineData("good, no typ")]
    [InlineData("good, any kid")]
    [InlineData("good, several aud")]
    [InlineData("good, 8 KB")]
    public async Task Token_Good_IsTaken(string kind)
    {
        await using var app = await StartAsync();
        var token = Forge(kind);

        Assert.Equal(HttpStatusCode.OK, await app.StatusAsync(token));
        Assert.Equal("42", await ConnectAsync(app, token));
    }

    [Fact]
    public async Task Token_Expired_IsToldSoOnlyWithAGoodSignature()
    {
        await using var app = await StartAsync();
        var expired = Now - 3_600;

        Assert.Equal("1008 token_expired", await ConnectAsync(app, Sign(Header(), Payload(exp: $"{expired}"))));
        Assert.Equal("1008 token_invalid", await ConnectAsync(app, Sign(Header(), Payload(exp: $"{expired}"))[..^8] + "AAAAAAAA"));
    }

    [Fact]
    public async Task Tokens_TwoInOneQuery_AreNone()
    {
        await using var app = await StartAsync();
        var token = Forge("good");

        Assert.Equal("1008 token_invalid", await app.OutcomeAsync($"/api/communities/ws/5?token={token}&token={token}"));
    }

    public void Dispose() => _rsa.Dispose();

    private static long Now => DateTimeOffset.UtcNow.ToUnixTimeSeconds();

    private static string Header(string alg = "\"RS256\"", string more = "") => $$"""{"alg":{{alg}},"typ":"JWT"{{more}}}""";

    private static string Payload(string? exp = null, string iss = $"\"{Issuer}\"", string aud = $"\"{Audience}\"", string sub = "\"sub\":\"42\"", string more = "") =>
        $$"""{{{sub}},"exp":{{exp ?? $"{Now + 3_600}"}},"iss":{{iss}},"aud":{{aud}}{{more}}}""";

    private static string Join(string header, string payload) => $"{Base64UrlEncoder.Encode(header)}.{Base64UrlEncoder.Encode(payload)}";

    private static string Encrypted(string header) => $"{Base64UrlEncoder.Encode(header)}..{Base64UrlEncoder.Encode("iv")}.{Base64UrlEncoder.Encode("text")}.{Base64UrlEncoder.Encode("tag")}";

    private static string SignBy(string header, string payload, Func<byte[], byte[]> sign)
    {
        var signed = Join(header, payload);
        return $"{signed}.{Base64UrlEncoder.Encode(sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    private static string Sign(string header, string payload, byte[] key) => SignBy(header, payload, signed => HMACSHA256.HashData(key, signed));

    private string Sign(string header, string payload, RSA? by = null) =>
        SignBy(header, payload, signed => (by ?? _rsa).SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    private string SignByOther(string header)
    {
        using var other = RSA.Create(2048);
        var jwk = other.ExportParameters(false);
        return Sign(header.Replace("{n}", Base64UrlEncoder.Encode(jwk.Modulus), StringComparison.Ordinal), Payload(), other);
    }

    private string Forge(string kind) => kind switch
    {
        "good" => Sign(Header(), Payload()),
        "good, typ at+jwt" => Sign("""{"alg":"RS256","typ":"at+jwt"}""", Payload()),
        "good, typ application/at+jwt" => Sign("""{"alg":"RS256","typ":"application/at+jwt"}""", Payload()),
        "good, typ jwt" => Sign("""{"alg":"RS256","typ":"jwt"}""", Payload()),
        "good, no typ" => Sign("""{"alg":"RS256"}""", Payload()),
        "good, any kid" => Sign(Header(more: ""","kid":"../../dev/null' or 1=1--" """), Payload()),
        "good, several aud" => Sign(Header(), Payload(aud: $"[\"other\",\"{Audience}\"]")),
        "good, 8 KB" => Sign(Header(), Payload(more: $",\"x\":\"{new string('x', 5_500)}\"")),
        "alg none" => Join(Header("\"none\""), Payload()) + ".",
        "alg None, signed" => Sign(Header("\"None\""), Payload()),
        "alg none, two dots less" => Join(Header("\"none\""), Payload()),
        "alg missing" => Sign("""{"typ":"JWT"}""", Payload()),
        "alg empty" => Sign(Header("\"\""), Payload()),
        "alg array" => Sign(Header("[\"RS256\"]"), Payload()),
        "HS256 by the public key's PEM" => Sign(Header("\"HS256\""), Payload(), Encoding.ASCII.GetBytes(_rsa.ExportSubjectPublicKeyInfoPem())),
        "HS256 by the public key's DER" => Sign(Header("\"HS256\""), Payload(), _rsa.ExportSubjectPublicKeyInfo()),
        "HS256 by an empty key" => Sign(Header("\"HS256\""), Payload(), []),
        "RS512" => SignBy(Header("\"RS512\""), Payload(), signed => _rsa.SignData(signed, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1)),
        "PS256" => SignBy(Header("\"PS256\""), Payload(), signed => _rsa.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pss)),
        "other key" => SignByOther(Header()),
        "kid path" => Sign(Header("\"HS256\"", ""","kid":"../../../../dev/null" """), Payload(), []),
        "kid sql" => Sign(Header("\"HS256\"", ""","kid":"x' union select 'key'--" """), Payload(), "key"u8.ToArray()),
        "jwk inside" => SignByOther(Header(more: ""","jwk":{"kty":"RSA","e":"AQAB","n":"{n}"}""")),
        "x5u and jku" => SignByOther(Header(more: ""","jku":"http://127.0.0.1:1/keys","x5u":"http://127.0.0.1:1/x" """)),
        "signature removed" => Join(Header(), Payload()) + ".",
        "signature of another" => Join(Header(), Payload(sub: "\"sub\":\"43\"")) + Sign(Header(), Payload())[Join(Header(), Payload()).Length..],
        "payload changed" => Join(Header(), Payload(sub: "\"sub\":\"43\"")) + "." + Sign(Header(), Payload()).Split('.')[2],
        "header changed" => Join(Header(more: ",\"x\":1"), Payload()) + "." + Sign(Header(), Payload()).Split('.')[2],
        "no exp" => Sign(Header(), $$"""{"sub":"42","iss":"{{Issuer}}","aud":"{{Audience}}"}"""),
        "exp a text" => Sign(Header(), Payload(exp: "\"never\"")),
        "exp null" => Sign(Header(), Payload(exp: "null")),
        "nbf later" => Sign(Header(), Payload(more: $",\"nbf\":{Now + 1_800}")),
        "nbf a text" => Sign(Header(), Payload(more: ",\"nbf\":\"later\"")),
        "wrong iss" => Sign(Header(), Payload(iss: $"\"{Issuer}.evil.example\"")),
        "no iss" => Sign(Header(), $$"""{"sub":"42","exp":{{Now + 3_600}},"aud":"{{Audience}}"}"""),
        "iss array" => Sign(Header(), Payload(iss: $"[\"{Issuer}\"]")),
        "wrong aud" => Sign(Header(), Payload(aud: "\"chat2\"")),
        "no aud" => Sign(Header(), $$"""{"sub":"42","exp":{{Now + 3_600}},"iss":"{{Issuer}}"}"""),
        "typ logout" => Sign("""{"alg":"RS256","typ":"logout+jwt"}""", Payload()),
        "typ JOSE" => Sign("""{"alg":"RS256","typ":"JOSE+JSON"}""", Payload()),
        "crit" => Sign(Header(more: ""","crit":["x"],"x":1"""), Payload()),
        "crit empty" => Sign(Header(more: ""","crit":[]"""), Payload()),
        "crit with b64" => Sign(Header(more: ""","crit":["b64"],"b64":false"""), Payload()),
        "encrypted" => Encrypted("""{"alg":"dir","enc":"A128CBC-HS256"}"""),
        "compressed" => Encrypted("""{"alg":"dir","enc":"A128CBC-HS256","zip":"DEF"}"""),
        "9 KB" => Sign(Header(), Payload(more: $",\"x\":\"{new string('x', 6_500)}\"")),
        "10 KB kid" => Sign(Header(more: $",\"kid\":\"{new string('x', 10_240)}\""), Payload()),
        "two sub" => Sign(Header(), Payload(sub: "\"sub\":[\"42\",\"43\"]")),
        "no sub" => Sign(Header(), Payload(sub: "\"x\":1")),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private Task<ChatApp> StartAsync() => ChatApp.StartAsync(options =>
    {
        options.Jwt.SigningKey = null;
        options.Jwt.PublicKeyPem = _rsa.ExportSubjectPublicKeyInfoPem();
        (options.Jwt.Issuer, options.Jwt.Audience) = (Issuer, Audience);
    });

    /// <summary>How a socket with a token in its header is closed, or who is greeted.</summary>
    private static async Task<string> ConnectAsync(ChatApp app, string token)
    {
        var client = await app.OpenAsync(
            "/api/communities/ws/5", options => options.SetRequestHeader("Authorization", $"Bearer {token}"), subprotocols: ChatAppExtensions.V1);
        var (frame, close) = await client.ReceiveTextOrCloseAsync();
        return close ?? $"{System.Text.Json.JsonElement.Parse(frame!).GetProperty("user_id")}";
    }
}
