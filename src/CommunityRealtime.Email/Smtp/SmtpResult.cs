namespace CommunityRealtime.Email.Smtp;

/// <summary>What came of a mail.</summary>
/// <param name="Taken">For how many recipients the server took it.</param>
/// <param name="Missed">For how many it did not.</param>
/// <param name="Failure">Why it did not; there when <paramref name="Taken"/> is 0.</param>
internal sealed record SmtpResult(int Taken, int Missed, SmtpFailure? Failure);
