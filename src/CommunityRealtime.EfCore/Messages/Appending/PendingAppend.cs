using CommunityRealtime.Messages;

namespace CommunityRealtime.EfCore.Messages.Appending;

/// <summary>A message whose author waits for the answer. Only the writer touches it until it is answered.</summary>
internal sealed class PendingAppend(MessageDraft draft) : TaskCompletionSource<AppendResult>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public MessageDraft Draft => draft;

    /// <summary>How much memory it takes, nearly.</summary>
    public int Characters => draft.Content.Length + draft.ClientId.Length + (draft.DisplayName?.Length ?? 0);

    /// <summary>What to answer once the transaction is committed; <see langword="null"/> when the message is not in it.</summary>
    public AppendResult? Result { get; private set; }

    /// <summary>Why the message is not in the transaction.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Whether a commit was tried whose answer did not come, so that the message may be stored already.</summary>
    public bool MayBeStored { get; set; }

    /// <summary>Forgets what an earlier try came to.</summary>
    public void Begin()
    {
        Result = null;
        Failure = null;
    }

    /// <summary>Its row is written, under a number of its own.</summary>
    public void Stored(long id) => Result = new AppendResult(AppendOutcome.Stored, new StoredMessage
    {
        Id = id,
        Community = draft.Community,
        Author = draft.Author,
        DisplayName = StoredName,
        Content = draft.Content,
        IsAnonymous = draft.IsAnonymous,
        CreatedAt = StoredTime,
    });

    /// <summary>The author's message with this retry key was there before.</summary>
    public void Met(StoredMessage earlier)
    {
        var same = !earlier.IsWithheld && earlier.IsAnonymous == draft.IsAnonymous && earlier.Content == draft.Content;
        var outcome = !same ? AppendOutcome.Conflict
            : MayBeStored && earlier.CreatedAt == StoredTime && earlier.DisplayName == StoredName
                ? AppendOutcome.Stored // by this very append, whose answer was lost
                : AppendOutcome.Duplicate;
        Result = new AppendResult(outcome, earlier);
    }

    /// <summary>Another append of the same transaction has the same retry key and came first.</summary>
    public void Follow(PendingAppend first)
    {
        if (first.Result is { } result)
        {
            Met(result.Message);
        }
        else
        {
            Failure = first.Failure;
        }
    }

    public void Failed(Exception failure)
    {
        Result = null;
        Failure = failure;
    }

    /// <summary>Tells the author. A second answer changes nothing.</summary>
    public void Answer()
    {
        if (Result is not null)
        {
            TrySetResult(Result);
        }
        else
        {
            Refuse(new MessageStoreException("The database did not store the message.", Failure));
        }
    }

    /// <summary>Tells the author that the message is not stored, or that nobody knows.</summary>
    public void Refuse(MessageStoreException reason)
    {
        TrySetException(reason);

        // An author who no longer waits does not look, and need not.
        _ = Task.Exception;
    }

    private string? StoredName => draft.IsAnonymous ? null : draft.DisplayName;

    private DateTimeOffset StoredTime => DateTimeOffset.FromUnixTimeMilliseconds(draft.CreatedAt.ToUnixTimeMilliseconds());
}
