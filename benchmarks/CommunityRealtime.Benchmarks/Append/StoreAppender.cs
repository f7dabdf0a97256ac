using CommunityRealtime.Benchmarks.Hosting;
using CommunityRealtime.Messages;
using Microsoft.EntityFrameworkCore;

namespace CommunityRealtime.Benchmarks.Append;

/// <summary>The library's store, in an app as a user would write it.</summary>
internal sealed class StoreAppender : IAppender
{
    private static readonly CommunityId Community = new(5);

    private readonly WebApplication _app;
    private readonly Database _database;
    private readonly IMessageStore _store;

    private StoreAppender(WebApplication app, Database database)
    {
        _app = app;
        _database = database;
        _store = app.Services.GetRequiredService<IMessageStore>();
    }

    public static async Task<IAppender> OpenAsync(Database database, CancellationToken cancellationToken)
        => new StoreAppender(await ChatHost.StartAsync(new string('k', 32), database, cancellationToken), database);

    public async Task AppendAsync(int user, CancellationToken cancellationToken)
    {
        var result = await _store.AppendAsync(
            new MessageDraft
            {
                Community = Community,
                Author = new UserId(user),
                DisplayName = "Alice",
                Content = SampleText.Content,
                IsAnonymous = false,
                CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()),
                ClientId = Guid.NewGuid().ToString("N"),
            },
            cancellationToken);
        if (result.Outcome != AppendOutcome.Stored)
        {
            throw new InvalidDataException($"A new message was answered with {result.Outcome}.");
        }
    }

    // Past the store, to see that the messages are where they should be.
    public async Task<long> CountAsync(CancellationToken cancellationToken)
    {
        await using var context = _database.OpenContext();
        return await context.Database.SqlQuery<long>($"SELECT count(*) AS \"Value\" FROM chat_message").SingleAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
