using CommunityRealtime.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace CommunityRealtime.Authentication;

/// <summary>
/// The keys that an authority publishes, by OpenID Connect Discovery. Read at first use, again when they are old, and at once when a token names a key that is not
/// there: the library's own manager reads them behind such a token's back, so that the first users after a rotation would be told that their token is invalid.
/// </summary>
/// <remarks>It may be called at the same time from many threads; only one of them reads.</remarks>
internal sealed class AuthorityKeys : BaseConfigurationManager
{
    /// <summary>How old keys may be before they are read again behind the back of those who ask. At twice that age everybody waits for the new ones.</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(5);

    /// <summary>How young keys may be and be read again because of a token: whoever makes up key ids must not make us a nuisance to the authority.</summary>
    private static readonly TimeSpan MinAge = TimeSpan.FromSeconds(30);

    /// <summary>How long an authority that did not answer is left alone.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(10);

    private const int MaxDocumentBytes = 1 << 20;

    private readonly HttpDocumentRetriever _documents;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private volatile Published? _current;
    private volatile bool _isWanted;
    private Task? _reading;
    private long? _failedAt;

    public AuthorityKeys(string authority, bool requireHttps, TimeProvider time, ILogger logger)
    {
        MetadataAddress = authority.TrimEnd('/') + "/.well-known/openid-configuration";

        // What was the last to work may hold a key that the authority has withdrawn since.
        UseLastKnownGoodConfiguration = false;
        _documents = new(new HttpClient { Timeout = ReadTimeout, MaxResponseContentBufferSize = MaxDocumentBytes }) { RequireHttps = requireHttps };
        _time = time;
        _logger = logger;
    }

    /// <summary>Whether the authority did not answer when it was asked last, so that a key that is not there may be one that it publishes.</summary>
    public bool IsBehind
    {
        get
        {
            lock (_lock)
            {
                return _failedAt is not null;
            }
        }
    }

    /// <summary>The keys; the same instance until they were read again.</summary>
    /// <exception cref="InvalidOperationException">They were never read.</exception>
    public override Task<BaseConfiguration> GetBaseConfigurationAsync(CancellationToken cancel) =>
        _current is { } current && !_isWanted && _time.GetElapsedTime(current.At) < MaxAge ? current.Keys : ReadAsync(cancel);

    /// <summary>A token names a key that is not there.</summary>
    public override void RequestRefresh()
    {
        if (_current is { } current && _time.GetElapsedTime(current.At) >= MinAge)
        {
            _isWanted = true;
        }
    }

    private async Task<BaseConfiguration> ReadAsync(CancellationToken cancellationToken)
    {
        Task? reading;
        bool waits;
        lock (_lock)
        {
            waits = _current is not { } old || _isWanted || _time.GetElapsedTime(old.At) >= 2 * MaxAge;
            reading = _reading ??= _failedAt is { } at && _time.GetElapsedTime(at) < Pause ? null : Task.Run(ReadOnceAsync, CancellationToken.None);
        }

        if (waits && reading is not null)
        {
            await reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        return _current is { } current
            ? await current.Keys.ConfigureAwait(false)
            : throw new InvalidOperationException("The keys of the authority were not read.");
    }

    private async Task ReadOnceAsync()
    {
        Published? read = null;
        try
        {
            var keys = await OpenIdConnectConfigurationRetriever.GetAsync(MetadataAddress, _documents, CancellationToken.None).ConfigureAwait(false);
            read = new(Task.FromResult<BaseConfiguration>(keys), _time.GetTimestamp());
        }
        catch (Exception exception)
        {
            _logger.AuthorityUnavailable(ExceptionTypes.Of(exception));
        }

        lock (_lock)
        {
            _current = read ?? _current;
            _failedAt = read is null ? _time.GetTimestamp() : null;
            _isWanted = false;
            _reading = null;
        }
    }

    private sealed record Published(Task<BaseConfiguration> Keys, long At);
}
