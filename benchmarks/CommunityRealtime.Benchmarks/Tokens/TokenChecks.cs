using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using CommunityRealtime.Authentication;
using CommunityRealtime.Benchmarks.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.IdentityModel.Tokens;

namespace CommunityRealtime.Benchmarks.Tokens;

/// <summary>One call of <c>IChatAuthenticator</c> with one of 1,000 good tokens, as in a wave of clients that come back.</summary>
[MemoryDiagnoser]
public class TokenChecks
{
    private const int Tokens = 1_000;
    private const string SharedKey = "a-signing-key-for-benchmarks-of-32-bytes-or-more";

    private readonly RSA _rsa = RSA.Create(2048);
    private readonly ECDsa _ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private ServiceProvider? _services;
    private IChatAuthenticator? _authenticator;
    private ChatCredentials[] _credentials = [];
    private int _next;

    /// <summary>How the tokens are signed.</summary>
    [Params("HS256", "RS256", "ES256")]
    public string Algorithm { get; set; } = "";

    /// <summary>Whether they were all checked before.</summary>
    [Params(false, true)]
    public bool Known { get; set; }

    [GlobalSetup]
    public void Open()
    {
        var services = new ServiceCollection().AddSingleton<ILoggerFactory, NullLoggerFactory>().AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddCommunityChat(options =>
        {
            options.Jwt.MaxKnownTokens = Known ? options.Jwt.MaxKnownTokens : 0;
            (options.Jwt.SigningKey, options.Jwt.PublicKeyPem) = Algorithm switch
            {
                "HS256" => (SharedKey, null),
                "RS256" => (null, _rsa.ExportSubjectPublicKeyInfoPem()),
                _ => ((string?)null, (string?)_ecdsa.ExportSubjectPublicKeyInfoPem()),
            };
        });
        _services = services.BuildServiceProvider();
        _authenticator = _services.GetRequiredService<IChatAuthenticator>();
        var maker = Algorithm switch
        {
            "HS256" => new TokenMaker(SharedKey),
            "RS256" => new TokenMaker(new SigningCredentials(new RsaSecurityKey(_rsa), SecurityAlgorithms.RsaSha256)),
            _ => new TokenMaker(new SigningCredentials(new ECDsaSecurityKey(_ecdsa), SecurityAlgorithms.EcdsaSha256)),
        };
        _credentials = [.. Enumerable.Range(1, Tokens).Select(user => new ChatCredentials { Token = maker.MakeToken(user) })];
        foreach (var _ in _credentials)
        {
            Check();
        }
    }

    [Benchmark]
    public ChatUser Check()
    {
        var checking = _authenticator!.AuthenticateAsync(_credentials[_next++ % Tokens], CancellationToken.None);
        return (checking.IsCompletedSuccessfully ? checking.Result : checking.AsTask().GetAwaiter().GetResult()).User
            ?? throw new InvalidDataException("a good token was refused.");
    }

    [GlobalCleanup]
    public async Task CloseAsync()
    {
        await _services!.DisposeAsync();
        _rsa.Dispose();
        _ecdsa.Dispose();
    }
}
