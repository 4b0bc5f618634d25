namespace DataSharing.Testing;

/// <summary>The locked npm packages that tests use.</summary>
public static class NpmFolder
{
    /// <summary>Where a package's file is.</summary>
    /// <param name="folder">The folder in <c>tests/npm</c>.</param>
    /// <param name="file">The file or folder in its <c>node_modules</c>.</param>
    /// <exception cref="InvalidOperationException">The packages are not installed.</exception>
    public static string Locate(string folder, string file)
    {
        for (var above = new DirectoryInfo(AppContext.BaseDirectory); above is not null; above = above.Parent)
        {
            var npm = Path.Combine(above.FullName, "tests", "npm", folder);
            if (Directory.Exists(npm))
            {
                var path = Path.Combine(npm, "node_modules", file);
                return Path.Exists(path)
                    ? path
                    : throw new InvalidOperationException($"Not installed: npm ci --ignore-scripts, in tests/npm/{folder}.");
            }
        }

        throw new InvalidOperationException($"tests/npm/{folder} was not found above the tests' folder.");
    }
}
