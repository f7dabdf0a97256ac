namespace CommunityRealtime.Safety.Text;

/// <summary>Follows the quotation marks of a text.</summary>
internal struct Quotation
{
    private bool _isOpen;
    private int _start;

    /// <summary>Takes note of a character.</summary>
    /// <param name="character">The character.</param>
    /// <param name="next">The one behind it.</param>
    /// <param name="isInWord">Whether a letter stands before it.</param>
    /// <param name="count">How many tokens there are so far.</param>
    /// <param name="opened">The index of the first token between the marks, when they close.</param>
    /// <returns>Whether it closes a quotation.</returns>
    public bool See(char character, char next, bool isInWord, int count, out int opened)
    {
        opened = _start;
        if (character is not ('\'' or '’' or '‘' or '"' or '“' or '”' or '«' or '»' or '„'))
        {
            return false;
        }

        if (_isOpen && (character is '”' or '»' || !char.IsLetterOrDigit(next)))
        {
            _isOpen = false;
            return true;
        }

        if (character is '“' or '«' or '„' || (!isInWord && char.IsLetter(next)))
        {
            _isOpen = true;
            _start = count;
        }

        return false;
    }
}
