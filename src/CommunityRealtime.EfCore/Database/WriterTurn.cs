namespace CommunityRealtime.EfCore.Database;

/// <summary>The right to write, which ends when it is disposed; <c>default</c> where nobody has to take turns.</summary>
internal readonly struct WriterTurn(SemaphoreSlim? gate) : IDisposable
{
    public void Dispose() => gate?.Release();
}
