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

    public EmailApp(Action<CrisisEmailOptions> configure, TimeProvider? time = null)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(Log).SetMinimumLevel(LogLevel.Trace));
        if (time is not null)
        {
            services.AddSingleton(time);
        }

        services.AddCommunityChat().AddCrisisEmail(configure);
        _services = services.BuildServiceProvider();
    }

    public CapturedLog Log { get; } = new();

    public ICrisisNotifier Notifier => _services.GetServices<ICrisisNotifier>().Single(notifier => notifier.Name == "email");

    public static EmailApp For(SmtpServer server, Action<CrisisEmailOptions>? change = null, DateTimeOffset? now = null, TimeProvider? time = null) => new(
        options =>
        {
            UseServer(options, server);
            change?.Invoke(options);
        },
        now is { } fixedTime ? new FakeTimeProvider(fixedTime) : time);

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
