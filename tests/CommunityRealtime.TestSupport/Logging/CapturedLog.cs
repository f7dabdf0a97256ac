using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace CommunityRealtime.TestSupport.Logging;

/// <summary>Keeps everything that is logged, at every level: texts, values and exceptions.</summary>
public sealed class CapturedLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyCollection<string> Lines => _lines;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        _lines.Enqueue(Describe(state));
        return null;
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        => _lines.Enqueue($"{logLevel} {eventId.Id} {eventId.Name} {formatter(state, exception)} {Describe(state)} {exception}");

    public void Dispose()
    {
    }

    private static string Describe<TState>(TState state)
        => state is IEnumerable<KeyValuePair<string, object?>> values
            ? string.Join(' ', values.Select(value => $"{value.Key}={value.Value}"))
            : $"{state}";
}
