namespace CommunityRealtime.Email.Smtp;

/// <summary>The server refused every recipient of a mail.</summary>
internal sealed class NoRecipientException : Exception;
