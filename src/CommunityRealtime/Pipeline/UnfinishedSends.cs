namespace CommunityRealtime.Pipeline;

/// <summary>The messages of one connection that are not answered yet, oldest first. Only for the connection's receiver.</summary>
internal sealed class UnfinishedSends
{
    private readonly Queue<Task> _answers = new();

    /// <summary>Ends when all of them are answered: each waits for the one before.</summary>
    public Task Last { get; private set; } = Task.CompletedTask;

    /// <summary>Adds one, and waits until there are fewer than so many.</summary>
    /// <param name="answer">Ends when it is answered, after those before it.</param>
    /// <param name="max">How many the connection may have.</param>
    public async ValueTask AddAsync(Task answer, int max)
    {
        _answers.Enqueue(answer);
        Last = answer;
        while (_answers.TryPeek(out var oldest) && (oldest.IsCompleted || _answers.Count >= max))
        {
            await _answers.Dequeue().ConfigureAwait(false);
        }
    }
}
