namespace CommunityRealtime.Connections;

/// <summary>Is told of each frame that a client sends. Both members cost next to nothing and may be called again for the same frame.</summary>
internal interface IFrameWatch
{
    /// <summary>The first byte of a frame has come.</summary>
    void BeginFrame();

    /// <summary>The last byte has come, or there was no frame.</summary>
    /// <returns><see langword="false"/> when it came too late.</returns>
    bool EndFrame();
}
