//! Values every record keeper shares: names, etags, pages, field masks.
