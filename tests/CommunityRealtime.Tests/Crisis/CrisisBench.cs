using CommunityRealtime.Crisis;
using CommunityRealtime.Messages;
using CommunityRealtime.Safety;
using CommunityRealtime.Tests.Hosts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace CommunityRealtime.Tests.Crisis;

/// <summary>The crisis workflow of one server without sockets, with a clock that tests turn. The background work is done when a test says so.</summary>
internal sealed class CrisisBench : IDisposable
{
    public static readonly CommunityId Community = new(5);
    public static readonly UserId Author = new(42);
    public static readonly UserId Therapist = new(7);

    private readonly ServiceProvider _services;
    private readonly Dictionary<string, NoticeDelivery> _deliveries;

    public CrisisBench(CrisisBench? sharing = null, ITherapistDirectory? directory = null, Action<ChatCrisisOptions>? configure = null)
    {
        Time = sharing?.Time ?? new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        Store = sharing?.Store ?? new InMemoryCrisisCaseStore();
        Pager = sharing?.Pager ?? new RecordingNotifier();
        var services = new ServiceCollection().AddLogging(logging => logging.AddProvider(Logs).SetMinimumLevel(LogLevel.Trace)).AddSingleton<TimeProvider>(Time);
        services.AddCommunityChat(options => configure?.Invoke(options.Crisis));
        services.RemoveAll<ICrisisNotifier>();
        services.AddSingleton<ICrisisNotifier>(Pager).AddSingleton<ICrisisCaseStore>(Store).AddSingleton<ICrisisOutbox>(Store);
        if (directory is not null)
        {
            services.AddSingleton(directory);
        }

        _services = services.BuildServiceProvider();
        _deliveries = _services.GetServices<ICrisisNotifier>().ToDictionary(
            notifier => notifier.Name,
            notifier => ActivatorUtilities.CreateInstance<NoticeDelivery>(_services, notifier, _services.GetRequiredService<ILogger<NoticeDelivery>>()));
    }

    public FakeTimeProvider Time { get; }

    public InMemoryCrisisCaseStore Store { get; }

    public RecordingNotifier Pager { get; }

    public LogCapture Logs { get; } = new();

    public CrisisCases Cases => _services.GetRequiredService<CrisisCases>();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Does what is due now.</summary>
    public async Task WorkAsync()
    {
        await Get<CrisisClock>().CallAsync();
        while (await _deliveries[Pager.Name].DeliverAsync())
        {
            // More may be due.
        }
    }

    /// <summary>Lets time pass, and does what is due every second.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        for (var end = Time.GetUtcNow() + time; Time.GetUtcNow() < end;)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await WorkAsync();
        }
    }

    /// <summary>A message is withheld.</summary>
    public async Task<CrisisFile> RaiseAsync(
        CrisisLevel level = CrisisLevel.Acute, string text = "goodbye", bool isAnonymous = false, string? clientId = null, UserId? author = null)
    {
        Assert.NotNull(await Cases.RaiseAsync(Draft(text, isAnonymous, clientId, author), level));
        return (await Store.AllAsync()).Last(file => file.Case.Author == (author ?? Author) && file.Case.IsAnonymous == isAnonymous);
    }

    /// <summary>A therapist does something.</summary>
    public async Task<CrisisActionResult> ActAsync(Guid id, CrisisAction action, UserId? actor = null)
    {
        var result = CrisisActionResult.NotFound;
        await Store.ChangeAsync(
            id,
            current =>
            {
                (result, var change) = CrisisTransitions.Apply(current, action, actor ?? Therapist, null, Get<CrisisPolicy>(), Time.GetUtcNow());
                return change;
            },
            null,
            CancellationToken.None);
        return result;
    }

    public async Task<CrisisCase> FindAsync(Guid id) => (await Store.FindAsync(id, CancellationToken.None))!.Case;

    public void Dispose() => _services.Dispose();

    public static MessageDraft Draft(string text, bool isAnonymous = false, string? clientId = null, UserId? author = null) => new()
    {
        Community = Community,
        Author = author ?? Author,
        DisplayName = null,
        Content = text,
        IsAnonymous = isAnonymous,
        CreatedAt = DateTimeOffset.UnixEpoch,
        ClientId = clientId ?? $"{Guid.NewGuid()}",
    };
}
