namespace DataSharing.Identity;

/// <summary>The one grammar of codes that people choose: lower-case letters, digits and single hyphens, 2 to 40 characters, a letter first.</summary>
public static class Slug
{
    public static bool IsValid(string? text)
    {
        if (text is null || text.Length is < 2 or > 40 || text[0] is < 'a' or > 'z' || text[^1] == '-')
        {
            return false;
        }

        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var fits = c is (>= 'a' and <= 'z') or (>= '0' and <= '9') || (c == '-' && text[i - 1] != '-');
            if (!fits)
            {
                return false;
            }
        }

        return true;
    }
}
