namespace CommunityRealtime.Messages;

/// <summary>A message on its way into the store: validated, judged safe, and without a number yet.</summary>
public sealed class MessageDraft
{
    /// <summary>The longest <see cref="ClientId"/>, in characters (Unicode scalar values).</summary>
    public const int MaxClientIdLength = 64;

    private const string NotText = "holds U+0000 or an unpaired surrogate";

    /// <summary>The community it is for.</summary>
    public required CommunityId Community { get; init; }

    /// <summary>Who wrote it, also when it is anonymous.</summary>
    public required UserId Author { get; init; }

    /// <summary>The name shown with it; <see langword="null"/> for an anonymous message, so that no name is stored with one.</summary>
    public required string? DisplayName { get; init; }

    /// <summary>The text, exactly as the author sent it.</summary>
    public required string Content { get; init; }

    /// <summary>Whether other members may not learn who wrote it.</summary>
    public required bool IsAnonymous { get; init; }

    /// <summary>When it was accepted: UTC, whole milliseconds, and whole seconds for an anonymous message.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>
    /// The retry key: one author's message with the same key in the same community is stored once, for ever.
    /// 1–64 characters. Made by the server when the client sent none.
    /// </summary>
    public required string ClientId { get; init; }

    /// <summary>
    /// Whether the message is not to be shown, and only takes its retry key: it gets no number and is in no page. Its
    /// <see cref="Content"/> is then whatever the chat needs to recognise a repeat, encrypted.
    /// </summary>
    public bool IsWithheld { get; init; }

    /// <summary>Refuses what a store may be unable to keep; stores call it before anything else.</summary>
    /// <remarks>
    /// Databases disagree on U+0000 and on unpaired surrogates: one fails, another changes the text in silence. So no store takes them.
    /// </remarks>
    /// <param name="draft">The draft.</param>
    /// <exception cref="ArgumentException">
    /// A text holds U+0000 or an unpaired surrogate, or <see cref="ClientId"/> has not 1–64 characters. The message names the
    /// property and holds nothing of its value.
    /// </exception>
    public static void ThrowIfNotStorable(MessageDraft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var (property, fault) = draft switch
        {
            _ when !IsText(draft.ClientId) => (nameof(ClientId), NotText),
            _ when CountCharacters(draft.ClientId) is 0 or > MaxClientIdLength => (nameof(ClientId), "has not 1 to 64 characters"),
            _ when !IsText(draft.Content) => (nameof(Content), NotText),
            _ when !IsText(draft.DisplayName) => (nameof(DisplayName), NotText),
            _ => default,
        };
        if (property is not null)
        {
            throw new ArgumentException($"{property} {fault}.", nameof(draft));
        }
    }

    private static int CountCharacters(string text)
    {
        var characters = text.Length;
        foreach (var unit in text)
        {
            characters -= char.IsLowSurrogate(unit) ? 1 : 0;
        }

        return characters;
    }

    private static bool IsText(ReadOnlySpan<char> text) => !text.Contains('\0') && !HasUnpairedSurrogate(text);

    private static bool HasUnpairedSurrogate(ReadOnlySpan<char> text)
    {
        for (int next; (next = text.IndexOfAnyInRange('\uD800', '\uDFFF')) >= 0; text = text[(next + 2)..])
        {
            if (next + 1 == text.Length || !char.IsSurrogatePair(text[next], text[next + 1]))
            {
                return true;
            }
        }

        return false;
    }
}
