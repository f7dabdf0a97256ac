using CommunityRealtime.Protocol;

namespace CommunityRealtime.Fuzzing;

internal static class LibraryReader
{
    public static FrameVerdict VerdictOf(ClientFrame frame) => frame.Error is not null ? FrameVerdict.Refused
        : frame.IsPong ? FrameVerdict.Pong
        : new(frame.Message?.Content, frame.Message?.IsAnonymous ?? false, frame.ClientId, frame.Token);
}
