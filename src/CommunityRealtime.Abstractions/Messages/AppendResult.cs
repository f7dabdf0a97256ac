namespace CommunityRealtime.Messages;

/// <summary>What became of an append, and the message that is in the store now.</summary>
public sealed class AppendResult
{
    /// <summary>Makes a result.</summary>
    /// <param name="outcome">What became of the append.</param>
    /// <param name="message">The stored message; the earlier one for a duplicate or a conflict.</param>
    public AppendResult(AppendOutcome outcome, StoredMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        Outcome = outcome;
        Message = message;
    }

    /// <summary>What became of the append.</summary>
    public AppendOutcome Outcome { get; }

    /// <summary>The stored message; the earlier one for a duplicate or a conflict.</summary>
    public StoredMessage Message { get; }
}
