using System.Collections.Concurrent;
using CommunityRealtime.Benchmarks.Hosting;
using CommunityRealtime.Messages;
using Microsoft.EntityFrameworkCore;

namespace CommunityRealtime.Benchmarks.Append;

/// <summary>The library's store, in one app or several, each as a user would write it.</summary>
internal sealed class StoreAppender : IAppender
{
    private static readonly CommunityId Community = new(5);

    private readonly WebApplication[] _apps;
    private readonly IMessageStore[] _stores;
    private readonly Database _database;
    private readonly bool _repeats;

    /// <summary>What each user is to send once more.</summary>
    private readonly ConcurrentDictionary<int, MessageDraft?> _sent = new();

    private StoreAppender(WebApplication[] apps, Database database, bool repeats)
    {
        _apps = apps;
        _stores = [.. apps.Select(app => app.Services.GetRequiredService<IMessageStore>())];
        _database = database;
        _repeats = repeats;
    }

    public static Task<IAppender> OpenAsync(Database database, CancellationToken cancellationToken)
        => OpenAsync(database, apps: 1, repeats: false, cancellationToken);

    /// <summary>Every message is sent again, as if its answer had been lost.</summary>
    public static Task<IAppender> OpenRepeatingAsync(Database database, CancellationToken cancellationToken)
        => OpenAsync(database, apps: 1, repeats: true, cancellationToken);

    /// <summary>Two apps with connections and writers of their own share the database, and the senders are divided among them.</summary>
    public static Task<IAppender> OpenTwoAsync(Database database, CancellationToken cancellationToken)
        => OpenAsync(database, apps: 2, repeats: false, cancellationToken);

    public async Task<int> AppendAsync(int user, CancellationToken cancellationToken)
    {
        _sent.TryGetValue(user, out var sent);
        var draft = sent ?? NewDraft(user);

        // Without a token, as the pipeline does: nothing cancels a message half way.
        var result = await _stores[user % _stores.Length].AppendAsync(draft, CancellationToken.None);
        var expected = sent is null ? AppendOutcome.Stored : AppendOutcome.Duplicate;
        if (result.Outcome != expected)
        {
            throw new InvalidDataException($"A message was answered with {result.Outcome} instead of {expected}.");
        }

        if (_repeats)
        {
            _sent[user] = sent is null ? draft : null;
        }

        return sent is null ? 1 : 0;
    }

    // Past the store, to see that the messages are where they should be.
    public async Task<long> CountAsync(CancellationToken cancellationToken)
    {
        await using var context = _database.OpenContext();
        return await context.Database.SqlQuery<long>($"SELECT count(*) AS \"Value\" FROM chat_message").SingleAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var app in _apps)
        {
            await app.DisposeAsync();
        }
    }

    /// <summary>A message as the pipeline makes one.</summary>
    public static MessageDraft NewDraft(int user) => new()
    {
        Community = Community,
        Author = new UserId(user),
        DisplayName = "Alice",
        Content = SampleText.Content,
        IsAnonymous = false,
        CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()),
        ClientId = Guid.NewGuid().ToString("N"),
    };

    private static async Task<IAppender> OpenAsync(Database database, int apps, bool repeats, CancellationToken cancellationToken)
    {
        var started = new WebApplication[apps];
        for (var i = 0; i < apps; i++)
        {
            started[i] = await ChatHost.StartAsync(new string('k', 32), database, cancellationToken);
        }

        return new StoreAppender(started, database, repeats);
    }
}
