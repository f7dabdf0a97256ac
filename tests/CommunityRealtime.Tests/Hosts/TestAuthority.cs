using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace CommunityRealtime.Tests.Hosts;

/// <summary>A real issuer on loopback that publishes its keys by OpenID Connect Discovery, and changes them.</summary>
internal sealed class TestAuthority : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly RSA _rsa = RSA.Create(2048);
    private int _keyReads;

    private TestAuthority(string keyId)
    {
        Key = new(_rsa) { KeyId = keyId };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapGet("/.well-known/openid-configuration", () => Results.Text(
            $$"""{"issuer":"{{Issuer}}","jwks_uri":"{{Issuer}}/keys"}""", "application/json"));
        _app.MapGet("/keys", () =>
        {
            Interlocked.Increment(ref _keyReads);
            var jwk = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(Key.Rsa.ExportParameters(false)) { KeyId = Key.KeyId });
            return Results.Text(
                $$"""{"keys":[{"kty":"RSA","use":"sig","kid":"{{jwk.Kid}}","n":"{{jwk.N}}","e":"{{jwk.E}}"}]}""", "application/json");
        });
    }

    /// <summary>The one key that is published.</summary>
    public RsaSecurityKey Key { get; set; }

    public string Issuer => _app.Urls.Single();

    public int KeyReads => Volatile.Read(ref _keyReads);

    public static async Task<TestAuthority> StartAsync(string keyId = "k1")
    {
        var authority = new TestAuthority(keyId);
        await authority._app.StartAsync();
        return authority;
    }

    /// <summary>A user's token, signed with the key that is published now or with another one.</summary>
    public string TokenFor(string userId, RsaSecurityKey? key = null) => Tokens.Sign(
        new() { ["sub"] = userId }, new(key ?? Key, SecurityAlgorithms.RsaSha256), issuer: Issuer);

    public async ValueTask DisposeAsync()
    {
        _rsa.Dispose();
        await _app.DisposeAsync();
    }
}
