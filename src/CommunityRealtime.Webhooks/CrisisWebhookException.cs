using System.Net;

namespace CommunityRealtime.Webhooks;

/// <summary>A receiver did not take a crisis notice. The message names the webhook and the reason, never the URL, a secret or what the receiver said.</summary>
public sealed class CrisisWebhookException : Exception
{
    /// <summary>Makes an exception without a reason.</summary>
    public CrisisWebhookException()
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">The reason.</param>
    public CrisisWebhookException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with a cause.</summary>
    /// <param name="message">The reason.</param>
    /// <param name="innerException">The cause.</param>
    public CrisisWebhookException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>What the receiver answered; <see langword="null"/> when it did not answer.</summary>
    public HttpStatusCode? StatusCode { get; init; }
}
