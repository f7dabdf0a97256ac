using CommunityRealtime.TestSupport.Logging;
using Microsoft.Extensions.Logging;

namespace CommunityRealtime.Webhooks.Tests.Support;

/// <summary>A notifier as an app has it, with everything it logs.</summary>
internal sealed class Webhook : IDisposable
{
    public const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private readonly CrisisWebhookNotifier _notifier;
    private readonly ILoggerFactory _loggers;

    /// <summary>Patient with one request, so that a busy machine changes no count, and allowed to reach this machine; a test changes what it is about.</summary>
    public Webhook(Uri url, Action<CrisisWebhookOptions>? configure = null, TimeProvider? time = null)
    {
        var options = new CrisisWebhookOptions
        {
            Url = url,
            AllowPrivateNetwork = true,
            AllowHttp = true,
            AttemptTimeout = TimeSpan.FromSeconds(20),
            Timeout = TimeSpan.FromSeconds(60),
            Secrets = { Secret },
        };
        configure?.Invoke(options);
        _loggers = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log));
        _notifier = new("pager", options, time ?? TimeProvider.System, _loggers.CreateLogger<CrisisWebhookNotifier>());
    }

    public CapturedLog Log { get; } = new();

    public static CrisisNotice Notice(
        CrisisNoticeKind kind = CrisisNoticeKind.Raised, CrisisLevel level = CrisisLevel.Acute, string community = "5", DateTimeOffset? raisedAt = null) => new()
        {
            Id = Guid.NewGuid(),
            Kind = kind,
            Step = 2,
            CaseId = Guid.NewGuid(),
            Community = new(community),
            Level = level,
            RaisedAt = raisedAt ?? DateTimeOffset.UtcNow,
        };

    public Task SendAsync(CrisisNotice? notice = null, CancellationToken cancellationToken = default) =>
        _notifier.NotifyAsync(notice ?? Notice(), cancellationToken).AsTask();

    /// <summary>Sends in vain.</summary>
    public Task<CrisisWebhookException> FailAsync() => Assert.ThrowsAsync<CrisisWebhookException>(() => SendAsync());

    public void Dispose()
    {
        _notifier.Dispose();
        _loggers.Dispose();
        Log.Dispose();
    }
}
