using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace CommunityRealtime.Safety.AI;

/// <summary>Asks a language model for its judgement. What it says must be one of the agreed judgements, letter by letter, or else it is none.</summary>
/// <remarks>
/// One instance serves the whole process. The model gets the text and nothing else: no author, no community. No prompt and no answer is logged here; what the client
/// itself logs is the app's choice.
/// </remarks>
public sealed class AISafetyService : ISafetyService
{
    private readonly IChatClient _client;
    private readonly AISafetyServiceOptions _options;
    private readonly ILogger<AISafetyService> _logger;

    /// <summary>Makes the service, as <c>AddAISafetyService</c> does; for a place in the shadow.</summary>
    /// <param name="client">Reaches the model; not disposed of.</param>
    /// <param name="options">How the model is asked; <see cref="AISafetyServiceOptions.ChatClient"/> and the members of the base class mean nothing here.</param>
    /// <param name="logger">Gets why there is no judgement, by types of exceptions.</param>
    public AISafetyService(IChatClient client, AISafetyServiceOptions options, ILogger<AISafetyService> logger)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(logger);
        _client = client;
        _options = options;
        _logger = logger;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The model was not reached or gave no judgement.</exception>
    public async ValueTask<SafetyAssessment> AssessUserMessageAsync(SafetyRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var judgement = await AskAsync(request.Text, cancellationToken).ConfigureAwait(false);
        return judgement.Verdict != SafetyVerdict.AllowWithSupport ? judgement : new()
        {
            Verdict = judgement.Verdict,
            Category = judgement.Category,
            Level = judgement.Level,
            SafeReply = _options.SupportReply,
        };
    }

    private async Task<SafetyAssessment> AskAsync(string text, CancellationToken cancellationToken)
    {
        ChatResponse response;
        try
        {
            response = await _client.GetResponseAsync(SafetyPrompt.For(text), Settings(), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // What a provider says about a failure may repeat the text, so neither its words nor the exception go any further.
            _logger.ModelNotReached(ExceptionTypes.Of(exception));
            throw NoJudgement();
        }

        if (response.FinishReason is { } reason && reason != ChatFinishReason.Stop)
        {
            _logger.AnswerUnfinished();
            throw NoJudgement();
        }

        if (Judgement.Read(response) is not { } judgement)
        {
            _logger.AnswerNotUnderstood();
            throw NoJudgement();
        }

        return judgement;
    }

    private ChatOptions Settings() => new()
    {
        ModelId = _options.ModelId,
        Temperature = _options.Temperature,
        MaxOutputTokens = _options.MaxOutputTokens,
        ResponseFormat = Judgement.Format,
    };

    private static InvalidOperationException NoJudgement() => new("The model gave no judgement; the log says why.");
}
