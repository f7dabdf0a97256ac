using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace CommunityRealtime.Tests.Hosts;

/// <summary>Keeps every log line of the process, with its values and its exception.</summary>
internal sealed class LogCapture : ILoggerProvider
{
    private const int ConnectionOpened = 1001;

    private readonly ConcurrentQueue<(string Category, int Id, LogLevel Level, string Text)> _lines = new();
    private int _connectionsOpened;

    public IReadOnlyCollection<(string Category, int Id, LogLevel Level, string Text)> Lines => _lines;

    /// <summary>How many connections the chat has registered so far.</summary>
    public int ConnectionsOpened => Volatile.Read(ref _connectionsOpened);

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, this);

    public void Dispose()
    {
    }

    private sealed class Logger(string category, LogCapture capture) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var values = state is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join(' ', pairs.Select(pair => pair.Value)) : string.Empty;
            capture._lines.Enqueue((category, eventId.Id, logLevel, $"{formatter(state, exception)} {values} {exception}"));
            if (eventId.Id == ConnectionOpened && category.StartsWith("CommunityRealtime.", StringComparison.Ordinal))
            {
                Interlocked.Increment(ref capture._connectionsOpened);
            }
        }
    }
}
