using System.Collections.Concurrent;
using CommunityRealtime.Benchmarks.Hosting;
using CommunityRealtime.Messages;
using Microsoft.EntityFrameworkCore;

namespace CommunityRealtime.Benchmarks.Append;

/// <summary>The library's store, in an app as a user would write it.</summary>
internal sealed class StoreAppender : IAppender
{
    private static readonly CommunityId Community = new(5);

    private readonly WebApplication _app;
    private readonly IMessageStore _store;
    private readonly Database _database;
    private readonly bool _repeats;

    /// <summary>What each user is to send once more.</summary>
    private readonly ConcurrentDictionary<int, MessageDraft?> _sent = new();

    private StoreAppender(WebApplication app, Database database, bool repeats)
    {
        _app = app;
        _store = app.Services.GetRequiredService<IMessageStore>();
        _database = database;
        _repeats = repeats;
    }

    public static Task<IAppender> OpenAsync(Database database, CancellationToken cancellationToken)
        => OpenAsync(database, repeats: false, cancellationToken);

    /// <summary>Every message is sent again, as if its answer had been lost.</summary>
    public static Task<IAppender> OpenRepeatingAsync(Database database, CancellationToken cancellationToken)
        => OpenAsync(database, repeats: true, cancellationToken);

    public async Task<int> AppendAsync(int user, CancellationToken cancellationToken)
    {
        _sent.TryGetValue(user, out var sent);
        var draft = sent ?? NewDraft(user);

        // Without a token, as the pipeline does: nothing cancels a message half way.
        var result = await _store.AppendAsync(draft, CancellationToken.None);
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

    public ValueTask DisposeAsync() => _app.DisposeAsync();

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

    private static async Task<IAppender> OpenAsync(Database database, bool repeats, CancellationToken cancellationToken)
        => new StoreAppender(await ChatHost.StartAsync(new string('k', 32), database, redis: null, isDefended: false, cancellationToken), database, repeats);
}
