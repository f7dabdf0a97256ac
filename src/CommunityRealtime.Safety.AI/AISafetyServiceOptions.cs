using Microsoft.Extensions.AI;

namespace CommunityRealtime.Safety.AI;

/// <summary>How a language model is asked. Read once at start-up.</summary>
public sealed class AISafetyServiceOptions : SafetyServiceOptions
{
    private const string DefaultSupportReply =
        """
        Thank you for sharing this here. Your message was posted.

        If it gets hard, you need not carry it alone: trained people listen, day and night. https://findahelpline.com lists them for every country.
        """;

    private int _maxOutputTokens = 200;

    /// <summary>Makes the default settings: the name is <c>ai</c>.</summary>
    public AISafetyServiceOptions() => Name = "ai";

    /// <summary>Gives the client that reaches the model; called once. Default <see langword="null"/>: the <see cref="IChatClient"/> among the app's services.</summary>
    public Func<IServiceProvider, IChatClient>? ChatClient { get; set; }

    /// <summary>The model to ask. Default <see langword="null"/>: the one that the client was made for.</summary>
    public string? ModelId { get; set; }

    /// <summary>
    /// The temperature. Default 0: as repeatable as the model can be. <see langword="null"/> sends none, for models that refuse it.
    /// </summary>
    public float? Temperature { get; set; } = 0;

    /// <summary>
    /// How long an answer may be, in tokens; one that is cut off is no judgement. Default 200, several times what is needed; a model that reasons before it
    /// answers needs more. 20 to 100,000.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is set to another value.</exception>
    public int MaxOutputTokens
    {
        get => _maxOutputTokens;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 20);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 100_000);
            _maxOutputTokens = value;
        }
    }

    /// <summary>
    /// The private offer of support to the author of a message that is shown and that the model found to need one; <see langword="null"/> for none. What the model
    /// writes itself reaches nobody. Default a few words in English that name findahelpline.com.
    /// </summary>
    public string? SupportReply { get; set; } = DefaultSupportReply;
}
