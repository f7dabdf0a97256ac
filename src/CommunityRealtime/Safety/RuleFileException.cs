namespace CommunityRealtime.Safety;

/// <summary>A file of safety rules has a mistake. The message names file, line, column and reason.</summary>
public sealed class RuleFileException : Exception
{
    /// <summary>Makes the exception without a place.</summary>
    public RuleFileException()
        : this("A file of safety rules has a mistake.")
    {
    }

    /// <summary>Makes the exception without a place.</summary>
    /// <param name="message">What is wrong.</param>
    public RuleFileException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception from another one.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">The cause.</param>
    public RuleFileException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="file">The file's name.</param>
    /// <param name="line">The line, from 1.</param>
    /// <param name="column">The column, from 1.</param>
    /// <param name="reason">What is wrong, as a sentence without its full stop.</param>
    public RuleFileException(string file, int line, int column, string reason)
        : base($"{file}, line {line}, column {column}: {reason}.")
    {
        File = file;
        Line = line;
        Column = column;
    }

    /// <summary>The file's name.</summary>
    public string? File { get; }

    /// <summary>The line, from 1; 0 when there is none.</summary>
    public int Line { get; }

    /// <summary>The column, from 1; 0 when there is none.</summary>
    public int Column { get; }
}
