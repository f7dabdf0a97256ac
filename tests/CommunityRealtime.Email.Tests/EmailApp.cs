using CommunityRealtime.Email.Tests.Smtp;
using CommunityRealtime.TestSupport.Logging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace CommunityRealtime.Email.Tests;

/// <summary>An app that writes e-mails over the test's own mail server.</summary>
internal sealed class EmailApp : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public EmailApp(Action<CrisisEmailOptions> configure, DateTimeOffset? now = null)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(Log).SetMinimumLevel(LogLevel.Trace));
        if (now is { } fixedTime)
        {
            services.AddSingleton<TimeProvider>(new FakeTimeProvider(fixedTime));
        }

        services.AddCommunityChat().AddCrisisEmail(configure);
        _services = services.BuildServiceProvider();
    }

    public CapturedLog Log { get; } = new();

    public ICrisisNotifier Notifier => _services.GetServices<ICrisisNotifier>().Single(notifier => notifier.Name == "email");

    public static EmailApp For(SmtpServer server, Action<CrisisEmailOptions>? change = null, DateTimeOffset? now = null) => new(
        options =>
        {
            UseServer(options, server);
            change?.Invoke(options);
        },
        now);

    public static CrisisNotice Notice(
        CrisisLevel level = CrisisLevel.Acute,
        CrisisNoticeKind kind = CrisisNoticeKind.Raised,
        int step = 0,
        string community = "north",
        Guid? caseId = null,
        DateTimeOffset? raisedAt = null) => new()
        {
            Id = Guid.NewGuid(),
            Kind = kind,
            Step = step,
            CaseId = caseId ?? Guid.NewGuid(),
            Community = new(community),
            Level = level,
            RaisedAt = raisedAt ?? DateTimeOffset.UtcNow,
        };

    /// <summary>What the host does as it starts.</summary>
    public void Start() => _services.GetRequiredService<IStartupValidator>().Validate();

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static void UseServer(CrisisEmailOptions options, SmtpServer server)
    {
        options.Host = "127.0.0.1";
        options.Port = server.Port;
        options.TrustedRoots.Add(TestCertificates.ForLoopback);
        options.From = "Care <care@example.com>";
        options.Recipients.Add("team@example.com");
    }
}
