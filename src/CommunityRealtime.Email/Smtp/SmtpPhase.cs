namespace CommunityRealtime.Email.Smtp;

/// <summary>How far a conversation with the mail server has come.</summary>
internal enum SmtpPhase
{
    Connect = 0,
    LogIn = 1,
    Send = 2,
}
